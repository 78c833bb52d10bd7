// Looks at the page for what keeps people out, and gives the faults in words.
(() => {
  const faults = [];
  const all = (s) => Array.from(document.querySelectorAll(s));
  const say = (e, what) => faults.push(what + ': ' + e.outerHTML.slice(0, 160));
  const shown = (e) => { const r = e.getBoundingClientRect(); const c = getComputedStyle(e); return r.width > 0 && r.height > 0 && c.visibility !== 'hidden' && c.display !== 'none'; };
  const labelled = (e) => {
    const by = e.getAttribute('aria-labelledby');
    return e.getAttribute('aria-label') || by && by.split(' ').map((id) => document.getElementById(id)?.textContent || '').join(' ').trim();
  };
  const named = (e) => {
    const texts = [labelled(e), ...Array.from(e.labels || [], (l) => l.textContent), e.matches('input, select, textarea') ? '' : e.textContent];
    return texts.some((t) => t && t.trim());
  };
  // Page: language, direction, title, landmarks, one first heading, no level left out.
  const html = document.documentElement;
  if (!html.lang || !['rtl', 'ltr'].includes(html.dir)) faults.push('no language or direction');
  if (!document.title.trim()) faults.push('no title');
  for (const s of ['header', 'main', 'footer', 'nav[aria-label]']) if (!document.querySelector('body ' + s)) faults.push('no ' + s);
  for (const e of all('nav, aside, section[role=region], [role=region]')) if (!labelled(e)) say(e, 'a landmark without a name');
  const regions = Array.from(all('nav, aside, [role=region], section[aria-label], section[aria-labelledby]').filter(shown), labelled);
  if (new Set(regions).size < regions.length) faults.push('two landmarks of one name: ' + regions.join(' | '));
  let before = 0;
  const headings = all('h1, h2, h3, h4').filter((h) => shown(h) && !h.closest('dialog'));
  if (headings.filter((h) => h.tagName === 'H1').length !== 1) faults.push('not one h1');
  for (const h of headings) {
    const level = Number(h.tagName[1]);
    if (level > before + 1) say(h, 'a level of headings is left out');
    if (!h.textContent.trim()) say(h, 'a heading without words');
    before = level;
  }
  // Names of controls, links, pictures, tables.
  for (const e of all('input:not([type=hidden]), select, textarea, button, a, summary')) if (!named(e)) say(e, 'a control without a name');
  for (const e of all('svg')) if (e.getAttribute('aria-hidden') !== 'true' && (!named(e) || !e.querySelector('title'))) say(e, 'a picture without a title');
  for (const e of all('img')) if (!e.hasAttribute('alt')) say(e, 'an image without words');
  for (const e of all('th')) if (!e.hasAttribute('scope')) say(e, 'a heading of a table without scope');
  for (const e of all('input[type=radio]')) if (!e.closest('fieldset')?.querySelector('legend')) say(e, 'choices without a name');
  // Identifiers are one each, and what points to one finds it.
  const ids = new Set();
  for (const e of all('[id]')) { if (ids.has(e.id)) say(e, 'an id twice'); ids.add(e.id); }
  for (const a of ['aria-labelledby', 'aria-describedby', 'for', 'form']) for (const e of all('[' + a + ']')) for (const id of e.getAttribute(a).split(' ')) if (!ids.has(id)) say(e, a + ' points nowhere');
  for (const e of all('a[href^="#"]')) if (!ids.has(decodeURIComponent(e.getAttribute('href').slice(1)))) say(e, 'a link to nowhere on the page');
  for (const e of all('[tabindex]')) if (Number(e.getAttribute('tabindex')) > 0) say(e, 'an order of its own');
  // What scrolls can be reached by keys.
  for (const e of all('body *')) {
    const c = getComputedStyle(e);
    if (['auto', 'scroll'].includes(c.overflowX) && e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0 && !e.querySelector('a, button')) say(e, 'it scrolls, but not by keys');
  }
  // The page itself does not scroll sideways.
  if (html.scrollWidth > html.clientWidth) {
    faults.push('it scrolls sideways: ' + html.scrollWidth + ' > ' + html.clientWidth);
    for (const e of all('body *')) { const r = e.getBoundingClientRect(); if ((r.left < -1 || r.right > html.clientWidth + 1) && !e.closest('.scroll') && shown(e)) { say(e, 'it reaches over the edge'); break; } }
  }
  // Contrast of every text with what is behind it: 4.5, or 3 for large text.
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (c) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = c; canvas.fillRect(0, 0, 1, 1); const d = canvas.getImageData(0, 0, 1, 1).data; return [d[0], d[1], d[2], d[3] / 255]; };
  const over = (top, under) => top.slice(0, 3).map((v, i) => v * top[3] + under[i] * (1 - top[3]));
  const light = (c) => { const [r, g, b] = c.map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (e) => { const layers = []; for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c[3] > 0) { layers.push(c); if (c[3] === 1) break; } } return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]); };
  const seen = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; (n = walker.nextNode());) {
    const e = n.parentElement;
    if (!n.data.trim() || seen.has(e) || !shown(e) || e.closest('option, script, noscript, .hidden, .skip')) continue;
    seen.add(e);
    const c = getComputedStyle(e);
    const box = e.closest('.box, .chart');
    let behind = ground(e);
    if (box && box.querySelector('rect')) behind = over(rgba(getComputedStyle(box.querySelector('rect')).fill), behind);
    const front = over(rgba(e instanceof SVGElement ? c.fill : c.color), behind);
    const [a, b] = [light(front), light(behind)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const size = parseFloat(c.fontSize);
    if (ratio < (size >= 24 || size >= 18.66 && Number(c.fontWeight) >= 700 ? 3 : 4.5)) say(e, 'contrast ' + ratio.toFixed(2));
  }
  // Focus can be seen.
  for (const e of all('main a, main button, main input:not([type=hidden]), main summary').filter(shown).slice(0, 12)) {
    e.focus({ focusVisible: true, preventScroll: true });
    const c = getComputedStyle(e);
    if (document.activeElement === e && (c.outlineStyle === 'none' || parseFloat(c.outlineWidth) < 2)) say(e, 'focus cannot be seen');
  }
  return faults.slice(0, 40);
})()
