package isnad

import "strings"

// Languages that have tables of their own.
const (
	Arabic  = "ar"
	English = "en"
)

// Layout says whether a text may carry page furniture.
type Layout string

// The layouts. The zero value counts as LayoutPage.
const (
	LayoutPage  Layout = "page"  // title, byline, captions, buttons and comments may stand around the body
	LayoutPlain Layout = "plain" // all of it is article text: one zone, body
)

// ZoneKind is the part a stretch of text plays on its page.
type ZoneKind string

// The kinds of zones.
const (
	ZoneTitle       ZoneKind = "title"
	ZoneByline      ZoneKind = "byline"
	ZoneDateline    ZoneKind = "dateline"
	ZoneSection     ZoneKind = "section"
	ZoneCaption     ZoneKind = "caption"
	ZoneSubhead     ZoneKind = "subhead"
	ZoneBody        ZoneKind = "body"
	ZoneBoilerplate ZoneKind = "boilerplate"
	ZoneComment     ZoneKind = "comment"
)

// IsArticle tells whether text of this kind of zone belongs to the article: only from such zones are mentions, figures, dates and
// claims taken.
func (k ZoneKind) IsArticle() bool {
	return k != ZoneSection && k != ZoneBoilerplate && k != ZoneComment
}

// Zone is a stretch of an article's text and its part on the page. Every stretch that is not blank stands in exactly one zone.
type Zone struct {
	Kind ZoneKind `json:"kind"`
	Span
}

// Article is one version of one article of one outlet. Text is frozen: it is stored and returned byte for byte, and every offset
// speaks of it.
type Article struct {
	ID        string `json:"id"`        // ArticleID of the fields below; also the message id
	SourceID  string `json:"source_id"` // the caller's own id: a label only
	URL       string `json:"url"`
	Outlet    string `json:"outlet"`
	Title     string `json:"title"`
	Byline    string `json:"byline"`
	Published string `json:"published"` // "2020-02-10", or RFC 3339 with a zone in which relative days count; "" when not known
	Language  string `json:"language"`  // "ar" or "en"
	Layout    Layout `json:"layout,omitempty"`
	SHA256    string `json:"sha256"` // of Text, lower-case hex
	Text      string `json:"text"`
	Zones     []Zone `json:"zones"`

	Source *Source `json:"source,omitempty"` // of an article that was cleaned out of a page
}

// Source names the bytes that an article was made from. They are kept beside it: a better cleaner makes a new version of the article.
type Source struct {
	SHA256      string `json:"sha256"` // of the bytes
	ContentType string `json:"content_type"`
	Cleaner     string `json:"cleaner"` // name and version of the way the text was made
}

// Seal fills SHA256 and ID from the other fields. Call it once, when the text is frozen.
func (a *Article) Seal() {
	a.SHA256 = sha256Hex(a.Text)
	a.ID = ArticleID(a.Outlet, a.URL, a.Published, a.Text)
}

// Day gives the publication day as "2006-01-02", or "" when it is not known.
func (a *Article) Day() string {
	day, _, _ := strings.Cut(a.Published, "T")
	return day
}
