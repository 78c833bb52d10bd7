package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"isnad/pkg/isnad"
)

// The streams.
const (
	Articles   = "ARTICLES"
	Claims     = "CLAIMS"
	Entities   = "ENTITIES"
	Dead       = "DEAD"
	Advisories = "ADVISORIES" // what the broker itself reports of messages that it stopped delivering
)

// The subjects that the streams take, without their last tokens.
const (
	ArticlesSubject = "isnad.articles"     // .<lang>.<source>
	ClaimsSubject   = "isnad.claims"       // .<lang>.<source>
	EntitiesSubject = "isnad.entities.new" // .<kind>.<hash>
	DeadSubject     = "isnad.dead"         // .<stage>

	maxDeliverAdvisory = "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES" // .<stream>.<consumer>
	terminatedAdvisory = "$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED" // .<stream>.<consumer>
)

// The headers beside those of NATS. Their names are case-sensitive.
const (
	HeaderSchema    = "Isnad-Schema"    // of the payload: one of the schemas of this package, or isnad.Schema
	HeaderRun       = "Isnad-Run"       // of a record: the number that orders revisions; of an article: the run that a replay asks for
	HeaderExtractor = "Isnad-Extractor" // of a record: the program's build
	HeaderLexicon   = "Isnad-Lexicon"   // of a record: the hash of its tables
	HeaderLanguage  = "Isnad-Language"  // of an article, a record and an announcement: "ar", "en"
	HeaderObject    = "Isnad-Object"    // the object that holds the payload; the message's own is empty
	HeaderEncoding  = "Isnad-Encoding"  // of the object: "zstd"
	HeaderSize      = "Isnad-Size"      // of the object's payload before it was compressed, in bytes
	HeaderRedrive   = "Isnad-Redrive"   // of a message sent again: the dead letter, or the message, that it comes from
	HeaderTrace     = "traceparent"     // W3C trace context, passed on from hop to hop
)

// The schemas of payloads other than records.
const (
	ArticleSchema = "isnad.article/1"
	EntitySchema  = "isnad.entity/1"
	DeadSchema    = "isnad.dead/1"
)

// The longest subject and token that are published, in bytes. The broker closes the connection at 4096.
const (
	longestSubject = 255
	longestToken   = 48
	hashedToken    = 16 // hex digits that stand for what a slug cannot say
)

// Token makes a subject token of any text: the text itself where it is an ASCII slug (a–z, 0–9, - and _, up to 48 bytes), else what can
// be kept of it and a hash. Names in Arabic letters become a hash: invisible characters in subjects make twins.
func Token(s string) string {
	if s == "" {
		return "none"
	}
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '_' || r == '-':
			b.WriteRune(r)
		case r < 0x80 && b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	slug := strings.Trim(b.String(), "-")
	if slug == s && len(slug) <= longestToken {
		return slug
	}
	slug = strings.Trim(slug[:min(len(slug), longestToken-hashedToken-1)], "-")
	if slug == "" {
		slug = "h"
	}
	return slug + "-" + hash(s)[:hashedToken]
}

// CheckSubject tells whether a subject may be published: literal ASCII tokens without wildcards, at most 255 bytes. The broker itself
// accepts a literal "isnad.articles.*". The error is a BadInput.
func CheckSubject(subject string) error {
	if len(subject) > longestSubject {
		return isnad.Bad("", "a subject of %d bytes is longer than %d", len(subject), longestSubject)
	}
	for token := range strings.SplitSeq(subject, ".") {
		if token == "" {
			return isnad.Bad("", "subject %q has an empty token", subject)
		}
		for _, r := range token {
			if !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_') {
				return isnad.Bad("", "subject %q: %q may not stand in a token", subject, r)
			}
		}
	}
	return nil
}

// ArticleSubject gives the subject of an article.
func ArticleSubject(a *isnad.Article) string {
	return ArticlesSubject + "." + languageToken(a.Language) + "." + Token(a.Outlet)
}

// ArticlesFilter gives the subjects of articles in a language and of an outlet; "" is any.
func ArticlesFilter(language, outlet string) string {
	l, o := "*", "*"
	if language != "" {
		l = languageToken(language)
	}
	if outlet != "" {
		o = Token(outlet)
	}
	return ArticlesSubject + "." + l + "." + o
}

// RecordSubject gives the subject of a record.
func RecordSubject(r *isnad.Record) string {
	return ClaimsSubject + "." + languageToken(r.Article.Language) + "." + Token(r.Article.Outlet)
}

// EntitySubject gives the one subject on which an entity is announced.
func EntitySubject(kind isnad.Kind, entity string) string {
	return EntitiesSubject + "." + Token(string(kind)) + "." + hash(entity)[:32]
}

// DeadLetterSubject gives the subject of a stage's dead letters.
func DeadLetterSubject(stage string) string { return DeadSubject + "." + Token(stage) }

// languageToken: "und" is undetermined (ISO 639-2).
func languageToken(language string) string {
	if language == "" {
		return "und"
	}
	return Token(language)
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
