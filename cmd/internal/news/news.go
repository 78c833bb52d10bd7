// Package news makes up news for experiments and measurements: articles that differ in their numbers and in who says what, as many as are
// wanted, and the same ones each time. It knows nothing of what is done with them.
package news

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Lead is how many bytes an article without more sentences has, about.
const Lead = 330

// Sentence is how many bytes a sentence has, about.
const Sentence = 240

var (
	people  = []string{"سامر الخوري", "ليلى الحسيني", "فؤاد حداد", "نبيل الصباغ", "هدى المرزوقي", "كريم العامري", "منى الشريف", "طارق البيطار", "رنا قباني", "ياسين العلوي"}
	offices = []string{"المتحدث باسم البلدية", "مدير المستشفى", "وزير الاقتصاد", "محافظ المدينة", "رئيسة اللجنة", "الناطق باسم الدفاع المدني", "المستشارة القانونية"}
	bodies  = []string{"وزارة الداخلية", "البنك المركزي", "منظمة الصحة العالمية", "هيئة الأرصاد", "شركة الكهرباء", "وزارة التعليم", "الأمم المتحدة"}
	places  = []string{"حلب", "إدلب", "بغداد", "البصرة", "طرابلس", "بنغازي", "صنعاء", "عدن", "الخرطوم", "تونس", "عمّان", "بيروت"}
	outlets = []string{"وكالة رويترز", "وكالة فرانس برس", "قناة الجزيرة", "صحيفة النهار", "شبكة سي إن إن"}
	months  = []string{"كانون الثاني/يناير", "آذار/مارس", "أيار/مايو", "تموز/يوليو", "أيلول/سبتمبر", "تشرين الثاني/نوفمبر"}
)

// sentences are what articles are made of; n is another number for each.
var sentences = []func(n int) string{
	func(n int) string {
		return fmt.Sprintf("وذكر %s %s أن %d عائلة نزحت من %s إلى %s خلال الأسبوع الماضي، وأن الخسائر بلغت نحو %d مليون دولار.", of(offices, n), of(people, n), 20+n%80, of(places, n), of(places, n+5), 2+n%9)
	},
	func(n int) string {
		return fmt.Sprintf("ونقلت %s عن %s قوله إن «الوضع في %s يزداد صعوبة»، مشيرا إلى أن أكثر من %d ألف شخص يحتاجون إلى المساعدة.", of(outlets, n), of(people, n+3), of(places, n+1), 3+n%60)
	},
	func(n int) string {
		return fmt.Sprintf("وأعلنت %s في بيان صدر يوم %d %s ارتفاع الأسعار بنسبة %d في المئة مقارنة بالعام الماضي.", of(bodies, n), 1+n%28, of(months, n), 2+n%40)
	},
	func(n int) string {
		return fmt.Sprintf("وبحسب %s، فإن ما لا يقل عن %d أشخاص أصيبوا في حادث وقع قرب %s، بينهم %d أطفال.", of(outlets, n+2), 3+n%7, of(places, n+7), 2+n%5)
	},
	func(n int) string {
		return fmt.Sprintf("وتقع المدينة على الطريق الذي يربط %s بالساحل، وقد شهدت السوق فيها حركة هادئة صباح ذلك اليوم، فيما فتحت المدارس أبوابها كالمعتاد.", of(places, n+4))
	},
	func(n int) string {
		return fmt.Sprintf("وأوضحت %s %s أن اللجنة ستعقد اجتماعها المقبل في %s لبحث %d ملفا، نافية وجود خلاف مع %s.", of(offices, n+4), of(people, n+1), of(places, n+2), 2+n%30, of(bodies, n+3))
	},
	func(n int) string {
		return fmt.Sprintf("وقال شاهد عيان طلب عدم الكشف عن اسمه إنه سمع %d انفجارات قبل أن تصل فرق الإنقاذ إلى المكان بعد نحو %d دقيقة.", 3+n%6, 10+n%45)
	},
}

func of(list []string, n int) string { return list[n%len(list)] }

// Text makes the text of the article of a number, with so many sentences beyond the lead. tag tells one series from another.
func Text(tag string, n, more int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "قال فؤاد حداد في الرسالة %s%d إن نحو %d شخصا غادروا بغداد في 3 أيار/مايو.\nوأضاف أن «الطريق %d مغلق».\nوأكدت وزارة الداخلية مقتل %d أشخاص، بحسب وكالة رويترز.\n", tag, n, 100+n, n, 3+n%7)
	for i := range more {
		at := n*7 + i*3
		b.WriteString(sentences[(n+i)%len(sentences)](at))
		b.WriteByte('\n')
	}
	return b.String()
}

// JSON makes it as an article that can be posted.
func JSON(tag string, n, more int) []byte {
	body, err := json.Marshal(map[string]string{"id": fmt.Sprint(tag, n), "text": Text(tag, n, more), "outlet": "منبر", "published": "2024-05-20", "language": "ar"})
	if err != nil {
		panic(err) // strings can be written
	}
	return body
}
