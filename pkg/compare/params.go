package compare

// The numbers of all rules. A change here changes what is compared, and nothing else has to be changed with it.
const (
	// Time. A fact with a day of its own is told by that day; one without by the day of publication.
	window   = 3  // days between two publications that may speak of one fact
	story    = 30 // days over which publications, each within the window of the one before, stay one story
	factGap  = 1  // days between two days that are given for one fact («مساء السبت», «فجر الأحد»)
	longFact = 7  // days; a longer period («عام 2014») is a fact of its own, compared only with the same period

	// Values. Two figures agree where the stretches of numbers they leave open meet, or nearly meet.
	aboutTolerance    = 0.10 // of the larger number, where one of the two is "about"
	measuredTolerance = 0.02 // of the larger number, where measures and money are rounded differently
	reach             = 10   // "more than N" and "at least N" speak of no more than this many times N

	farApart = 10 // times: figures without a deed that differ more speak of different things

	// A claim of more figures is a table, and not compared.
	mostFigures = 60

	// Words around a figure.
	deedBefore   = 12 // words before a figure among which the verb of the fact is looked for
	deedAfter    = 8  // words behind it
	topicBefore  = 6  // words before a figure without a deed, of which one must be shared
	topicsOfWeak = 2  // words that weakly tied figures share where they disagree: durations, distances …, and counts that only a country ties together
	topicAfter   = 5  // words behind it
	futureBefore = 6  // words before a figure among which «سوف» or "will" makes it an expectation

	// Copies of one text.
	shingleWords   = 4   // words of a shingle
	alike          = 0.6 // part of the shorter text's shingles that also stand in the longer one
	leastPart      = 0.4 // length of the shorter text, of the longer one: less is a quotation
	fewShingles    = 12  // a text of fewer is a copy only where it is the same, word for word
	sampleFrom     = 64  // shingles; of a longer text one in four is indexed
	mostPostings   = 32  // texts that are remembered for one shingle: what more texts share is a set phrase
	mostCandidates = 8   // texts that are looked at closely for one
)
