package lexicon_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"isnad/lexicons"
	"isnad/pkg/lexicon"
)

// layer makes a layer of tables from their text.
func layer(tables map[string]string) fstest.MapFS {
	fs := fstest.MapFS{}
	for path, text := range tables {
		fs[path] = &fstest.MapFile{Data: []byte(text)}
	}
	return fs
}

func TestTheTablesAreSound(t *testing.T) {
	lex, problems, err := lexicon.Check(lexicons.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p.Error())
	}
	if n := len(lexicon.Rows[lexicon.Name](lex, "ar")); n < 600 {
		t.Errorf("%d Arabic names", n)
	}
}

func TestEveryFaultIsNamedByItsPlace(t *testing.T) {
	_, problems, err := lexicon.Check(layer(map[string]string{
		"SOURCES.tsv":        "file	source	licence	note\nar/gone.tsv	x	y	\n",
		"ar/names/a.tsv":     "\ufeffid	kind	name	forms	strength	note\n# a comment\norg/a	organisation	ألف	الف	strong	\norg/b	organisation	الف		strong	\norg/c	club	جيم		strong	\n		دال		strong		\n",
		"ar/given.tsv":       "form	gender	strength	note\nسمير	m	strong\nسمير	m	context	\n ليلى	f	strong	\nعلي\u200f	m	strong	\n",
		"ar/demonyms.tsv":    "form	place	derive	note\nمريخي	place/mars	yes	\n",
		"ar/family.tsv":      "form	strength\nxx	strong\n",
		"ar/titles.tsv":      "\xff\xfe",
		"ar/unheard.tsv":     "form	note\n",
		"ar/descriptors.tsv": "",
	}))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.Error())
	}
	for _, want := range []string{
		"SOURCES.tsv:2:0: there is no table ar/gone.tsv",
		"ar/demonyms.tsv:2:0: unknown id place/mars",
		"ar/descriptors.tsv:0:0: has no header row",
		"ar/family.tsv:1:2: the last column must be note",
		"ar/given.tsv:3:0: \"سمير\" stands already at ar/given.tsv:2",
		"ar/given.tsv:4:1: white space at the rim of a cell",
		"ar/given.tsv:5:1: an invisible or bidi control U+200F",
		"ar/names/a.tsv:1:1: begins with a byte order mark",
		"ar/names/a.tsv:3:0: \"الف\" folds to a form that the row has already",
		"ar/names/a.tsv:4:0: \"الف\" is a strong name of org/a too, at ar/names/a.tsv:3",
		"ar/names/a.tsv:5:2: kind is \"club\", not one of person, organisation, platform, place, event",
		"ar/names/a.tsv:6:7: 7 cells under 6 columns",
		"ar/titles.tsv:0:0: is not UTF-8",
		"ar/unheard.tsv:0:0: no table of this name is known",
		"ar/given.tsv:0:0: SOURCES.tsv names no source of this table",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("not reported: %s", want)
		}
	}
	if t.Failed() {
		t.Log("\n" + strings.Join(got, "\n"))
	}
}

func TestLayers(t *testing.T) {
	first := layer(map[string]string{"ar/given.tsv": "form	gender	strength	note\nسمير	m	strong	\n"})
	second := layer(map[string]string{"ar/given.tsv": "form	gender	strength	note\nليلى	f	strong	\n"})
	one, err := lexicon.Load(first)
	if err != nil {
		t.Fatal(err)
	}
	both, err := lexicon.Load(first, second)
	if err != nil {
		t.Fatal(err)
	}
	rows := lexicon.Rows[lexicon.Given](both, "ar")
	if len(rows) != 2 || rows[1].Form != "ليلى" || rows[1].Rule != "ar/given.tsv:2" {
		t.Errorf("%+v", rows)
	}
	if one.Hash() == both.Hash() || len(one.Hash()) != 16 {
		t.Errorf("the hashes are %s and %s", one.Hash(), both.Hash())
	}
}

func TestUnexercisedRowsAreNamed(t *testing.T) {
	tables := layer(map[string]string{
		"ar/verbs.tsv":     "lemma	present	participle	stance	preposition	complements	forms	note\nقال	يقول	قائل	say				\nنفى	ينفي	نافي	deny				\n",
		"ar/claims.corpus": "ونفت الوزارة ذلك.\n	none\n",
	})
	lex, err := lexicon.Load(tables)
	if err != nil {
		t.Fatal(err)
	}
	idle, err := lexicon.Unexercised(lex, tables)
	if err != nil || len(idle) != 1 || !slices.Equal(idle[0].Rows, []string{"قال"}) {
		t.Errorf("%+v, %v", idle, err)
	}
}
