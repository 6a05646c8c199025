# ruff: noqa: RUF001 - letters of other scripts are what this file is about
"""Languages that a reply can be asked for, each with sentences that are unmistakably in it."""

from __future__ import annotations

from typing import NamedTuple


class Sample(NamedTuple):
    """The English name of a language, and sentences in it."""

    name: str
    sentences: tuple[str, ...]


SAMPLES = {
    "ar": Sample(
        "Arabic",
        (
            "هذا سؤال جيد ويستحق إجابة واضحة.",
            "يحب كثير من الناس القراءة في المساء.",
            "نبدأ بخطوة صغيرة ثم نواصل الطريق.",
        ),
    ),
    "bg": Sample(
        "Bulgarian",
        (
            "Това е добър въпрос и заслужава ясен отговор.",
            "Много хора обичат да четат вечер вкъщи.",
            "Започваме с малка крачка и продължаваме напред.",
        ),
    ),
    "bn": Sample(
        "Bengali",
        (
            "এটি একটি ভালো প্রশ্ন এবং এর একটি পরিষ্কার উত্তর দরকার।",
            "অনেক মানুষ সন্ধ্যায় বই পড়তে ভালোবাসে।",
            "আমরা একটি ছোট পদক্ষেপ দিয়ে শুরু করি।",
        ),
    ),
    "de": Sample(
        "German",
        (
            "Das ist eine gute Frage und sie verdient eine klare Antwort.",
            "Viele Menschen lesen abends gern ein Buch.",
            "Wir beginnen mit einem kleinen Schritt und gehen dann weiter.",
        ),
    ),
    "en": Sample(
        "English",
        (
            "This is a good question and it deserves a clear answer.",
            "Many people like to read a book in the evening.",
            "We start with a small step and then we go on.",
        ),
    ),
    "es": Sample(
        "Spanish",
        (
            "Esta es una buena pregunta y merece una respuesta clara.",
            "A muchas personas les gusta leer un libro por la noche.",
            "Empezamos con un pequeño paso y luego seguimos adelante.",
        ),
    ),
    "fa": Sample(
        "Persian",
        (
            "این پرسش خوبی است و پاسخ روشنی می‌خواهد.",
            "بسیاری از مردم دوست دارند شب‌ها کتاب بخوانند.",
            "با یک گام کوچک آغاز می‌کنیم و سپس ادامه می‌دهیم.",
        ),
    ),
    "fi": Sample(
        "Finnish",
        (
            "Tämä on hyvä kysymys ja se ansaitsee selkeän vastauksen.",
            "Monet ihmiset lukevat mielellään kirjaa illalla.",
            "Aloitamme pienellä askeleella ja jatkamme sitten eteenpäin.",
        ),
    ),
    "fr": Sample(
        "French",
        (
            "C'est une bonne question et elle mérite une réponse claire.",
            "Beaucoup de gens aiment lire un livre le soir.",
            "Nous commençons par un petit pas et nous continuons ensuite.",
        ),
    ),
    "gu": Sample(
        "Gujarati",
        (
            "આ એક સારો પ્રશ્ન છે અને તેનો સ્પષ્ટ જવાબ જરૂરી છે.",
            "ઘણા લોકોને સાંજે પુસ્તક વાંચવું ગમે છે.",
            "આપણે એક નાના પગલાથી શરૂઆત કરીએ છીએ.",
        ),
    ),
    "he": Sample(
        "Hebrew",
        (
            "זו שאלה טובה והיא ראויה לתשובה ברורה.",
            "אנשים רבים אוהבים לקרוא ספר בערב.",
            "אנחנו מתחילים בצעד קטן ואז ממשיכים הלאה.",
        ),
    ),
    "hi": Sample(
        "Hindi",
        (
            "यह एक अच्छा सवाल है और इसका साफ जवाब होना चाहिए।",
            "बहुत से लोगों को शाम को किताब पढ़ना पसंद है।",
            "हम एक छोटे कदम से शुरू करते हैं और फिर आगे बढ़ते हैं।",
        ),
    ),
    "it": Sample(
        "Italian",
        (
            "Questa è una buona domanda e merita una risposta chiara.",
            "A molte persone piace leggere un libro la sera.",
            "Cominciamo con un piccolo passo e poi andiamo avanti.",
        ),
    ),
    "ja": Sample(
        "Japanese",
        (
            "これはよい質問であり、はっきりした答えが必要です。",
            "多くの人は夜に本を読むことが好きです。",
            "小さな一歩から始めて、それから先へ進みます。",
        ),
    ),
    "kn": Sample(
        "Kannada",
        (
            "ಇದು ಒಳ್ಳೆಯ ಪ್ರಶ್ನೆ ಮತ್ತು ಇದಕ್ಕೆ ಸ್ಪಷ್ಟ ಉತ್ತರ ಬೇಕು.",
            "ಅನೇಕ ಜನರಿಗೆ ಸಂಜೆ ಪುಸ್ತಕ ಓದುವುದು ಇಷ್ಟ.",
            "ನಾವು ಒಂದು ಸಣ್ಣ ಹೆಜ್ಜೆಯಿಂದ ಪ್ರಾರಂಭಿಸುತ್ತೇವೆ.",
        ),
    ),
    "ko": Sample(
        "Korean",
        (
            "이것은 좋은 질문이며 분명한 대답이 필요합니다.",
            "많은 사람들이 저녁에 책 읽는 것을 좋아합니다.",
            "우리는 작은 걸음으로 시작해서 계속 나아갑니다.",
        ),
    ),
    "ml": Sample(
        "Malayalam",
        (
            "ഇത് നല്ല ഒരു ചോദ്യമാണ്, ഇതിന് വ്യക്തമായ ഉത്തരം വേണം.",
            "പലർക്കും വൈകുന്നേരം പുസ്തകം വായിക്കാൻ ഇഷ്ടമാണ്.",
            "നമ്മൾ ഒരു ചെറിയ ചുവടിൽ നിന്ന് തുടങ്ങുന്നു.",
        ),
    ),
    "mr": Sample(
        "Marathi",
        (
            "हा एक चांगला प्रश्न आहे आणि त्याला स्पष्ट उत्तर हवे.",
            "अनेक लोकांना संध्याकाळी पुस्तक वाचायला आवडते.",
            "आपण एका लहान पावलाने सुरुवात करतो आणि मग पुढे जातो.",
        ),
    ),
    "ne": Sample(
        "Nepali",
        (
            "यो एउटा राम्रो प्रश्न हो र यसको स्पष्ट उत्तर चाहिन्छ।",
            "धेरै मानिसहरूलाई साँझमा किताब पढ्न मन पर्छ।",
            "हामी सानो कदमबाट सुरु गर्छौं र त्यसपछि अगाडि बढ्छौं।",
        ),
    ),
    "nl": Sample(
        "Dutch",
        (
            "Dit is een goede vraag en zij verdient een duidelijk antwoord.",
            "Veel mensen lezen 's avonds graag een boek.",
            "Wij beginnen met een kleine stap en gaan daarna verder.",
        ),
    ),
    "pa": Sample(
        "Punjabi",
        (
            "ਇਹ ਇੱਕ ਚੰਗਾ ਸਵਾਲ ਹੈ ਅਤੇ ਇਸ ਦਾ ਸਾਫ਼ ਜਵਾਬ ਚਾਹੀਦਾ ਹੈ।",
            "ਬਹੁਤ ਸਾਰੇ ਲੋਕਾਂ ਨੂੰ ਸ਼ਾਮ ਨੂੰ ਕਿਤਾਬ ਪੜ੍ਹਨੀ ਪਸੰਦ ਹੈ।",
            "ਅਸੀਂ ਇੱਕ ਛੋਟੇ ਕਦਮ ਨਾਲ ਸ਼ੁਰੂ ਕਰਦੇ ਹਾਂ।",
        ),
    ),
    "pl": Sample(
        "Polish",
        (
            "To jest dobre pytanie i zasługuje na jasną odpowiedź.",
            "Wielu ludzi lubi wieczorem czytać książki.",
            "Zaczynamy od małego kroku, a potem idziemy dalej.",
        ),
    ),
    "pt": Sample(
        "Portuguese",
        (
            "Esta é uma boa pergunta e merece uma resposta clara.",
            "Muitas pessoas gostam de ler um livro à noite.",
            "Começamos com um pequeno passo e depois seguimos em frente.",
        ),
    ),
    "ru": Sample(
        "Russian",
        (
            "Это хороший вопрос, и он заслуживает ясного ответа.",
            "Многие люди любят читать книги по вечерам.",
            "Мы начинаем с маленького шага и идём дальше.",
        ),
    ),
    "sv": Sample(
        "Swedish",
        (
            "Det här är en bra fråga och den förtjänar ett tydligt svar.",
            "Många människor tycker om att läsa en bok på kvällen.",
            "Vi börjar med ett litet steg och går sedan vidare.",
        ),
    ),
    "sw": Sample(
        "Swahili",
        (
            "Hili ni swali zuri na linahitaji jibu lililo wazi.",
            "Watu wengi hupenda kusoma vitabu wakati wa jioni.",
            "Tunaanza na hatua ndogo kisha tunaendelea mbele.",
        ),
    ),
    "ta": Sample(
        "Tamil",
        (
            "இது ஒரு நல்ல கேள்வி, இதற்குத் தெளிவான பதில் தேவை.",
            "பலருக்கு மாலையில் புத்தகம் படிக்கப் பிடிக்கும்.",
            "நாம் ஒரு சிறிய அடியில் தொடங்குகிறோம்.",
        ),
    ),
    "te": Sample(
        "Telugu",
        ("ఇది మంచి ప్రశ్న, దీనికి స్పష్టమైన సమాధానం కావాలి.", "చాలా మందికి సాయంత్రం పుస్తకం చదవడం ఇష్టం.", "మనం ఒక చిన్న అడుగుతో మొదలుపెడతాము."),
    ),
    "th": Sample(
        "Thai", ("นี่เป็นคำถามที่ดีและควรมีคำตอบที่ชัดเจน", "หลายคนชอบอ่านหนังสือในตอนเย็น", "เราเริ่มจากก้าวเล็ก ๆ แล้วเดินต่อไป")
    ),
    "tr": Sample(
        "Turkish",
        (
            "Bu iyi bir soru ve açık bir cevabı hak ediyor.",
            "Birçok insan akşamları kitap okumayı sever.",
            "Küçük bir adımla başlıyoruz ve sonra devam ediyoruz.",
        ),
    ),
    "uk": Sample(
        "Ukrainian",
        (
            "Це гарне запитання, і воно заслуговує на ясну відповідь.",
            "Багато людей люблять читати книжки ввечері.",
            "Ми починаємо з маленького кроку і йдемо далі.",
        ),
    ),
    "ur": Sample(
        "Urdu",
        (
            "یہ ایک اچھا سوال ہے اور اس کا واضح جواب ہونا چاہیے۔",
            "بہت سے لوگوں کو شام کو کتاب پڑھنا پسند ہے۔",
            "ہم ایک چھوٹے قدم سے شروع کرتے ہیں اور پھر آگے بڑھتے ہیں۔",
        ),
    ),
    "vi": Sample(
        "Vietnamese",
        (
            "Đây là một câu hỏi hay và cần có câu trả lời rõ ràng.",
            "Nhiều người thích đọc sách vào buổi tối.",
            "Chúng ta bắt đầu bằng một bước nhỏ rồi đi tiếp.",
        ),
    ),
    "zh": Sample(
        "Chinese",
        ("这是一个好问题，需要一个清楚的回答。", "很多人喜欢在晚上看书。", "我们从一小步开始，然后继续前进。"),
    ),
}
"""By ISO 639-1 code."""
