package made

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"isnad/pkg/isnad"
)

// writer writes one article.
type writer struct {
	*Stream
	language string
	outlet   string
	text     strings.Builder
	mentions []isnad.Mention
	figures  []isnad.Figure
	claims   []isnad.Claim
}

// say writes words and gives their place. Their text is filled in when all is written.
func (w *writer) say(words string) isnad.Excerpt {
	start := w.text.Len()
	w.text.WriteString(words)
	return isnad.Excerpt{Span: isnad.Span{Start: start, End: w.text.Len()}}
}

// from gives the place from an offset to where the text ends now.
func (w *writer) from(start int) isnad.Excerpt {
	return isnad.Excerpt{Span: isnad.Span{Start: start, End: w.text.Len()}}
}

// cue is a verb of reporting.
type cue struct {
	words, lemma string
	stance       isnad.Stance
}

// cues are the verbs of reporting, each as often as it stands here.
var cues = map[string][]cue{
	isnad.Arabic: {
		{"قال", "قال", isnad.Say}, {"قال", "قال", isnad.Say}, {"قالت", "قال", isnad.Say}, {"ذكر", "ذكر", isnad.Say}, {"أوضح", "أوضح", isnad.Say}, {"أضاف", "أضاف", isnad.Say},
		{"أكد", "أكد", isnad.Confirm}, {"أعلن", "أعلن", isnad.Announce}, {"نفى", "نفى", isnad.Deny}, {"حذر", "حذر", isnad.Warn}, {"زعم", "زعم", isnad.Assert}, {"توقع", "توقع", isnad.Predict},
	},
	isnad.English: {
		{"said", "say", isnad.Say}, {"said", "say", isnad.Say}, {"told", "tell", isnad.Say}, {"announced", "announce", isnad.Announce}, {"denied", "deny", isnad.Deny}, {"warned", "warn", isnad.Warn},
	},
}

// kinds are the kinds of claims, each as often as it stands here.
var kinds = strings.Fields("indirect indirect indirect indirect indirect indirect mixed direct narrated narrated document impersonal")

var anonymous = map[string][]string{isnad.Arabic: {"مصدر مطلع", "مسؤول", "شهود عيان"}, isnad.English: {"an official", "a source", "witnesses"}}

// sentence writes a claim.
func (w *writer) sentence(published time.Time) {
	start := w.text.Len()
	c := isnad.Claim{Kind: isnad.ClaimKind(kinds[w.r.IntN(len(kinds))]), Confidence: 0.5 + w.r.Float64()/2, Worth: w.r.Float64(), Negated: w.chance(8), Rule: "made"}
	firstMention, firstFigure := len(w.mentions), len(w.figures)
	if c.Kind != isnad.Narrated {
		w.attribution(&c)
		firstMention = len(w.mentions)
	}
	c.Content = w.content(true)
	c.Excerpt = w.from(start)
	w.say(".\n")
	c.Mentions, c.Figures = places(firstMention, len(w.mentions)), places(firstFigure, len(w.figures))
	c.Chain = append(c.Chain, isnad.Link{Role: isnad.RoleOutlet, Name: w.outlet, Named: true, Resolution: isnad.Implicit})
	if w.chance(10) {
		day := published.AddDate(0, 0, -w.r.IntN(5)).Format(time.DateOnly)
		c.SaidOn = &isnad.Period{From: &day, To: &day}
	}
	w.claims = append(w.claims, c)
}

func places(first, end int) []int {
	out := make([]int, 0, end-first)
	for i := first; i < end; i++ {
		out = append(out, i)
	}
	return out
}

// attribution writes who says it.
func (w *writer) attribution(c *isnad.Claim) {
	verbs := cues[w.language]
	verb := verbs[w.r.IntN(len(verbs))]
	c.Cue = &isnad.Cue{Excerpt: w.say(verb.words), Lemma: verb.lemma, Stance: verb.stance}
	w.say(" ")
	if c.Kind == isnad.Impersonal {
		return
	}
	role := isnad.RoleSpeaker
	if c.Kind == isnad.Document {
		role = isnad.RoleDocument
	}
	link := isnad.Link{Role: role, Named: !w.chance(25), Resolution: isnad.Explicit}
	if link.Named {
		rank := int(w.people.Uint64())
		link.Name = Person(rank)
		at := w.say(link.Name)
		mention := w.mention(at, isnad.Person, tables().personIDs[rank], link.Name)
		link.Excerpt, link.Mention = &at, &mention
	} else {
		nobody := anonymous[w.language]
		link.Name = nobody[w.r.IntN(len(nobody))]
		at := w.say(link.Name)
		link.Excerpt = &at
	}
	c.Chain = append(c.Chain, link)
	if w.chance(10) {
		c.Chain = append(c.Chain, isnad.Link{Role: isnad.RoleMedium, Name: Outlet(int(w.outlets.Uint64())), Named: true, Resolution: isnad.Explicit})
	}
	w.say(" ")
}

func (w *writer) mention(at isnad.Excerpt, kind isnad.Kind, id, name string) int {
	w.mentions = append(w.mentions, isnad.Mention{Excerpt: at, Kind: kind, Form: isnad.FormName, Entity: id, Name: name, Basis: isnad.BasisLexicon, Confidence: 0.95, Rule: "made"})
	return len(w.mentions) - 1
}

// content writes what is said: words, and, in a claim, figures and names among them.
func (w *writer) content(claim bool) isnad.Excerpt {
	start := w.text.Len()
	n := min(fewestWords+int(w.r.ExpFloat64()*(meanWords-fewestWords)), mostWords)
	common, names, figures := -1, 0, 0
	if claim {
		if w.r.IntN(3) == 0 {
			common = w.r.IntN(n)
		}
		names, figures = min(int(w.r.ExpFloat64()), 4), min(int(w.r.ExpFloat64()*1.1), 3)
	}
	for i := range n {
		if i > 0 {
			w.say(" ")
		}
		switch {
		case i == common:
			w.name(Entity(0))
		case names > 0 && w.r.IntN(n-i) < names:
			names--
			w.name(Entity(1 + int(w.entities.Uint64())))
		case figures > 0 && w.r.IntN(n-i) < figures:
			figures--
			w.figure()
		default:
			w.word()
		}
	}
	return w.from(start)
}

func (w *writer) word() {
	word := Word(w.language, int(w.words.Uint64()))
	if w.language == isnad.Arabic && w.chance(30) {
		w.say("ال")
	}
	w.say(word)
}

func (w *writer) name(e *Named) {
	w.mention(w.say(e.Spellings[w.r.IntN(len(e.Spellings))]), e.Kind, e.ID, e.Name)
}

// countedNouns are the things counted, the commonest first.
var countedNouns = strings.Fields("شخص قتيل طفل جريح منزل مدرسة عامل شركة سيارة مواطن لاجئ جندي موقع قرية أسرة طالب مريض مشروع سفينة طائرة مصنع مستشفى حالة إصابة مشترك مستخدم رسالة صاروخ محطة جثة بلدية امرأة ناخب مقعد مصاب حاج سائح كتاب فيلم شجرة")

// unit is what a figure is counted in.
type unit struct {
	kind        isnad.FigureKind
	unit        string
	words       string
	least, most float64
}

// units are the units of figures, each as often as it stands here.
var units = []unit{
	{isnad.Count, "", "", 2, 2_000_000}, {isnad.Count, "", "", 2, 2_000_000}, {isnad.Count, "", "", 2, 50_000}, {isnad.Count, "", "", 2, 500}, {isnad.Percent, "%", "%", 1, 100}, {isnad.Percent, "%", "في المئة", 1, 100},
	{isnad.Money, "USD", "دولار", 100, 5e9}, {isnad.Money, "EUR", "يورو", 100, 5e8}, {isnad.Duration, "day", "يوما", 1, 365}, {isnad.Distance, "km", "كيلومترا", 1, 5000}, {isnad.Weight, "tonne", "طنا", 1, 1e6},
}

// relations are how numbers stand to facts, each as often as it stands here, with the words that say so.
var relations = []struct {
	relation isnad.Relation
	words    string
}{
	{isnad.Exact, ""}, {isnad.Exact, ""}, {isnad.Exact, ""}, {isnad.Exact, ""}, {isnad.Exact, ""}, {isnad.Exact, ""}, {isnad.About, "نحو "}, {isnad.About, "حوالي "}, {isnad.MoreThan, "أكثر من "}, {isnad.AtLeast, "على الأقل "},
	{isnad.AtMost, "بحد أقصى "}, {isnad.LessThan, "أقل من "}, {isnad.Range, "بين "},
}

// figure writes a figure.
func (w *writer) figure() {
	u, rel := &units[w.r.IntN(len(units))], relations[w.r.IntN(len(relations))]
	n := w.skewed(u.least, u.most)
	f := isnad.Figure{Kind: u.kind, Relation: rel.relation, Unit: u.unit, Rule: "made", Low: isnad.Int(n), High: isnad.Int(n), Value: isnad.Int(n)}
	start := w.text.Len()
	w.say(rel.words)
	f.Number = w.say(strconv.FormatInt(n, 10))
	switch rel.relation {
	case isnad.MoreThan, isnad.AtLeast:
		f.High = ""
	case isnad.LessThan, isnad.AtMost:
		f.Low = ""
	case isnad.Range:
		f.Value, f.High = "", isnad.Int(2*n)
		w.say(fmt.Sprint(" و", 2*n))
		f.Number = w.from(f.Number.Start)
	}
	w.say(" ")
	if u.kind == isnad.Count {
		noun := countedNouns[w.nouns.Uint64()]
		f.Counted = []string{noun}
		w.say(noun)
	} else {
		w.say(u.words)
	}
	f.Excerpt = w.from(start)
	w.figures = append(w.figures, f)
}
