package claim

// use is what rows of the table of cues are for, one bit each, so that what a word may open is one number: most words open nothing, and
// every word is asked for many uses.
type use uint64

const (
	useAct use = 1 << iota
	useAdjective
	useAnonymity
	useAspect
	useAuxiliary
	useCircumstance
	useCiting
	useClause
	useConditional
	useDescribes
	useDeterminer
	useDocument
	useFunction
	useFuture
	useGovernor
	useImpersonal
	useInterrogative
	useLaw
	useLone
	useManner
	useMedium
	useNaming
	useNecessary
	useNegation
	useNobody
	usePartitive
	usePlace
	usePointer
	usePossible
	usePost
	usePostverb
	usePress
	usePrior
	usePronoun
	useRadical
	useRelative
	useResumes
	useSaying
	useSeen
	useThat
	useSilence
	useTopic
	useUtterance
	useVerbNoun
	useVerbNounOf

	useVerb // no row of cues: a form of a verb of reporting
)

// uses are the names that cues.tsv has for them. No code asks for another.
var uses = map[string]use{
	"act": useAct, "adjective": useAdjective, "anonymity": useAnonymity, "aspect": useAspect, "auxiliary": useAuxiliary, "circumstance": useCircumstance,
	"citing": useCiting, "clause": useClause, "conditional": useConditional, "describes": useDescribes, "determiner": useDeterminer, "document": useDocument,
	"function": useFunction, "future": useFuture, "governor": useGovernor, "impersonal": useImpersonal, "interrogative": useInterrogative,
	"law": useLaw, "lone": useLone, "manner": useManner, "medium": useMedium, "naming": useNaming, "necessary": useNecessary,
	"negation": useNegation, "nobody": useNobody, "partitive": usePartitive, "place": usePlace, "pointer": usePointer,
	"possible": usePossible, "post": usePost, "postverb": usePostverb, "press": usePress, "prior": usePrior, "pronoun": usePronoun,
	"radical": useRadical, "relative": useRelative, "resumes": useResumes, "saying": useSaying, "seen": useSeen, "that": useThat,
	"silence": useSilence, "topic": useTopic, "utterance": useUtterance, "verbnoun": useVerbNoun, "verbnounof": useVerbNounOf,
}
