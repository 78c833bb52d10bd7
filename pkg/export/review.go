package export

import (
	"bufio"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// draft is a ClaimReview of schema.org before its review. What is null is for the checker to fill: to a program it says nothing.
type draft struct {
	Type      string  `json:"@type"`
	ID        string  `json:"@id"`
	Status    string  `json:"creativeWorkStatus"`
	Name      string  `json:"name"`
	Claim     string  `json:"claimReviewed"`
	Language  string  `json:"inLanguage,omitempty"`
	Item      claim   `json:"itemReviewed"`
	Rating    rating  `json:"reviewRating"`
	Author    blank   `json:"author"`
	Published *string `json:"datePublished"`
	URL       *string `json:"url"`
	Body      *string `json:"reviewBody"`
}

type rating struct {
	Type        string  `json:"@type"`
	Value       *string `json:"ratingValue"`
	Best        *string `json:"bestRating"`
	Worst       *string `json:"worstRating"`
	Name        *string `json:"alternateName"`
	Explanation *string `json:"ratingExplanation"`
}

// blank is an organisation that is to be named.
type blank struct {
	Type string  `json:"@type"`
	Name *string `json:"name"`
	URL  *string `json:"url"`
}

// The words of a draft, in the language of its claim.
const (
	draftArabic  = "مسودة لم تراجع بعد"
	draftEnglish = "Draft, not reviewed yet"
)

// verdicts are the words for a state that somebody gave a claim. A claim that nobody has judged has none.
var verdicts = map[store.State]struct{ arabic, english string }{
	store.StateConfirmed:   {"مؤكد", "Confirmed"},
	store.StateRejected:    {"مرفوض", "Rejected"},
	store.StateDuplicate:   {"مكرر", "Duplicate"},
	store.StateNeedsSource: {"يحتاج إلى مصدر", "Needs a source"},
}

func newReviews(out *bufio.Writer) sheet {
	return newGraph(out, func(r *store.Row) any { return draftOf(r) })
}

func draftOf(r *store.Row) draft {
	item := claimOf(r)
	out := draft{Type: "ClaimReview", ID: draftURN + r.Claim.ID, Status: "Draft", Name: draftEnglish, Claim: item.Text, Language: item.Language, Item: item,
		Rating: rating{Type: "Rating"}, Author: blank{Type: "Organization"}}
	verdict, judged := verdicts[r.State]
	word := verdict.english
	if r.Article.Language == isnad.Arabic {
		out.Name, word = draftArabic, verdict.arabic
	}
	if judged {
		out.Rating.Name = &word
	}
	return out
}
