// What pages can do with script: keys, copying, and names as they arrive. Everything else works without.
'use strict';
(() => {
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  for (const e of all('.scripted')) e.hidden = false;

  // Keys.
  const keys = document.getElementById('keys');
  const search = document.querySelector('input[type=search]');
  const show = document.getElementById('show-keys');
  if (show) show.addEventListener('click', () => keys.showModal());
  const move = (by) => {
    const cards = all('.card');
    if (!cards.length) return;
    const at = cards.findIndex((c) => c.contains(document.activeElement));
    const next = cards[at < 0 ? (by > 0 ? 0 : cards.length - 1) : Math.min(Math.max(at + by, 0), cards.length - 1)];
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  };
  document.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || keys.open) return;
    if (e.target.closest('input, textarea, select')) return;
    // Keys count by their place too: with an Arabic layout, the key of j gives another letter.
    if (e.key === '?' || e.key === '؟') {
      e.preventDefault();
      keys.showModal();
    } else if (e.key === '/' || e.code === 'Slash' && !e.shiftKey) {
      if (!search) return;
      e.preventDefault();
      search.focus();
      search.select();
    } else if (e.code === 'KeyJ') {
      move(1);
    } else if (e.code === 'KeyK') {
      move(-1);
    } else if (e.key === 'Enter' && e.target.matches('.card[data-open]')) {
      location.assign(e.target.dataset.open);
    }
  });

  // Copying a citation. Where the browser refuses, the text is selected for the reader to copy.
  for (const button of all('button.copy')) {
    button.addEventListener('click', async () => {
      const text = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(text.textContent);
        button.textContent = button.dataset.done;
      } catch {
        getSelection().selectAllChildren(text);
      }
    });
  }

  // Names as they arrive. What comes from articles is only ever set as text.
  const live = document.getElementById('live');
  if (live && live.dataset.stream) {
    const most = 50;
    const hint = document.getElementById('live-hint');
    const calm = hint.textContent;
    const part = (parent, tag, text, dir) => {
      const e = parent.appendChild(document.createElement(tag));
      e.textContent = text;
      if (dir) e.dir = dir;
      return e;
    };
    const arrived = (event) => {
      const a = JSON.parse(event.data);
      const item = document.createElement('li');
      const name = part(item, 'a', '');
      name.href = '/entities/' + a.entity.split('/').map(encodeURIComponent).join('/');
      part(name, 'bdi', a.name);
      part(item, 'span', ' ' + (live.getAttribute('data-kind-' + a.kind) || a.kind) + ' · ').className = 'note';
      if (a.outlet) part(item, 'bdi', a.outlet);
      part(item, 'div', a.sentence, 'auto').className = 'note';
      live.prepend(item);
      while (live.children.length > most) live.lastChild.remove();
    };
    const stream = new EventSource(live.dataset.stream);
    stream.addEventListener('entity', arrived);
    stream.addEventListener('message', arrived);
    stream.addEventListener('open', () => { hint.textContent = calm; });
    stream.addEventListener('error', () => { hint.textContent = hint.dataset.lost; });
  }
})();
