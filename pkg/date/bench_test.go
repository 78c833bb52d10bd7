package date_test

import (
	"strings"
	"testing"
	"time"

	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// news is written as news is: long paragraphs, a date here and there.
const news = `أعلنت هيئة الموانئ في بيان نشرته مساء الثلاثاء أنها أوقفت العمل في المرفأ الشمالي بعد أن رصدت فرق الصيانة تشققات في الرصيف القديم، وقالت إن الإصلاح سيستغرق ثلاثة أسابيع على الأقل.
وقال المدير العام للهيئة في مؤتمر صحافي إن نحو 40 سفينة تنتظر في عرض البحر، وإن الشركات الكبرى حولت مسارها إلى الموانئ المجاورة، مضيفا أن الخسائر اليومية تبلغ نحو مليوني دولار. وكان الرصيف قد شيد عام 1978 ورمم آخر مرة في تشرين الأول/أكتوبر 2009.
ونقلت الصحيفة عن مسؤول في النقابة طلب عدم الكشف عن اسمه قوله إن العمال حذروا مرارا من سوء حال الرصيف، لكن أحدا لم يستمع إليهم، وإن الإدارة اكتفت بدهن الجدران وتعليق لافتات جديدة على الأبواب.
ويخشى التجار من أن يؤدي الإغلاق إلى ارتفاع أسعار الحبوب والزيوت، خصوصا أن البلاد تستورد معظم حاجتها من القمح عبر هذا المرفأ. وقد طالبت غرفة التجارة الحكومة بفتح المعابر البرية أمام الشاحنات وبتخفيض الرسوم الجمركية خلال الأشهر الثلاثة المقبلة.
وفي المقابل رأى خبراء في الهندسة البحرية أن الحل يكمن في بناء رصيف بديل يتحمل السفن الحديثة، وأشاروا إلى دراسة أنجزتها الجامعة قبل خمس سنوات وبقيت في الأدراج من دون أن يطلع عليها أحد من أصحاب القرار.
`

func BenchmarkNews(b *testing.B) {
	fd := finder(b, isnad.Arabic)
	s := strings.Repeat(news, 60)
	d := text.Parser{}.Parse(&isnad.Article{Text: s, Language: isnad.Arabic, Published: "2020-02-10"})
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		fd.Find(d)
	}
}

// Cost grows linearly also where one sentence holds nothing but what may begin a date.
func TestLongSentencesStayLinear(t *testing.T) {
	const n = 200_000
	for _, unit := range []string{"1", "و", "1 ", "و ", "من ", "ألف ", "أيار ", "in 3 months "} {
		for _, language := range []string{isnad.Arabic, isnad.English} {
			fd := finder(t, language)
			d := text.Parser{}.Parse(&isnad.Article{Text: strings.Repeat(unit, n/len(unit)), Language: language, Published: "2020-02-10"})
			start := time.Now()
			fd.Find(d)
			if took := time.Since(start); took > 20*time.Second { // a square would take minutes
				t.Errorf("%q %s: %v", unit, language, took)
			} else {
				t.Logf("%q %s: %v", unit, language, took)
			}
		}
	}
}
