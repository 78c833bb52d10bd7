// Package article makes articles of what outlets give: plain text, HTML pages and JSON lines. It decodes, cleans, tells the language, finds
// the zones of a page and freezes the text.
//
// It knows pages. It knows nothing of what an article says.
package article
