// Package page is what people see: search, claims in the context of their article, source chains, comparison, timeline, new names, reviews.
//
// Pages are made on the server, right to left in Arabic and left to right in English, and work without script; a script of our own adds the
// live strip of new names and keys. The package knows how things look and are called in both languages. It does not know who may write
// (it asks Options.Who), which headers keep a browser safe (package web sets them; no page has inline script or style), how claims are found or figures compared (the desk does), nor what exports look like (it links to them).
package page
