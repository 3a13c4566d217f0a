# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of the practice mail: its people and what they write to each other.  All invented."""

ME = 'anna@penny.example'

PEOPLE = {
    'anna': ('Anna Lindner', ME),
    'bruno': ('Bruno Keller', 'bruno@penny.example'),
    'oma': ('Oma Trude', 'trude@rosenweg.example'),
    'vogt': ('Matthias Vogt', 'matthias.vogt@singkreis-lindenhof.example'),
    'greta': ('Greta Sommer', 'greta@sommerwind.example'),
    'pohl': ('Eberhard Pohl', 'pohl@hausverwaltung-pohl.example'),
    'claire': ('Claire Dubois', 'claire@atelier-dubois.example'),
    'haruko': ('森 春子', 'haruko@sakura-post.example'),
    'samir': ('سمير حداد', 'samir@haddad-familie.example'),
    'margaret': ('Margaret Penrose', 'margaret@harbour-cottage.example'),
    'school': ('Grundschule am Anger', 'sekretariat@schule-am-anger.example'),
    'parcel': ('Kranich Paketdienst', 'zustellung@kranich-paket.example'),
    'bakery': ('Bäckerei Morgenrot', 'brot@morgenrot.example'),
    'books': ('The Paper Lantern Bookshop', 'hello@paper-lantern.example'),
    'library': ('Stadtbücherei Lindenhof', 'ausleihe@buecherei-lindenhof.example'),
    'railway': ('Nordwind Bahn', 'fahrkarten@nordwind-bahn.example'),
    'bank': ('Sparverein Lindenhof', 'postfach@sparverein.example'),
    'garden': ('Gartenfreunde', 'gartenfreunde@listen.example'),
    'doctor': ('Praxis Dr. Amsel', 'empfang@praxis-amsel.example'),
}

# A conversation: (first subject, age of the first letter in hours, folder, [(who, hours later, text)]).
# What Anna writes lies in Sent; the others' letters in the folder.
CONVERSATIONS = [
    ('Sonntag zum Kaffee?', 30, 'INBOX', [
        ('oma', 0, 'Liebe Anna,\n\nkommt ihr am Sonntag? Ich backe den Zwetschgenkuchen, den Jonas so '
         'mag. Bitte sag mir, ob um drei oder um vier, dann stelle ich den Teig rechtzeitig an.\n\n'
         'Deine Oma Trude'),
        ('anna', 3, 'Liebe Oma,\n\nwir kommen um drei, Jonas hat schon gefragt, ob er die Sahne '
         'schlagen darf.\n\nBis Sonntag!\nAnna'),
        ('oma', 5, 'Natürlich darf er. Die große Schüssel steht bereit, und eine Schürze auch.\n\n'
         'Oma'),
        ('oma', 28, 'Anna, bringst du bitte zwei Gläser von den Kirschen mit? Meine sind alle.\n\n'
         'Danke! Oma'),
    ]),
    ('Probe am Donnerstag: neuer Raum', 52, 'INBOX', [
        ('vogt', 0, 'Liebe Sängerinnen und Sänger,\n\nder Gemeindesaal wird gestrichen. Am Donnerstag '
         'proben wir deshalb in der Aula der Grundschule, wie immer um 19:30 Uhr. Bitte Bleistifte '
         'mitbringen, wir tragen die Atemzeichen ein.\n\nHerzlich\nMatthias Vogt'),
        ('greta', 2, 'Kommt man dort mit dem Rollstuhl hinein? Frau Berger fragt.\n\nGreta'),
        ('vogt', 4, 'Ja, über den Hof. Ich schließe das Tor um sieben auf.\n\nMatthias'),
        ('anna', 6, 'Ich kann Frau Berger mitnehmen, wir wohnen in derselben Straße.\n\nAnna'),
        ('vogt', 7, 'Wunderbar, danke dir!'),
        ('greta', 9, 'Und ich bringe Tee mit. Zwei Kannen.\n\nGreta'),
        ('anna', 10, 'Dann bringe ich Kekse.'),
        ('vogt', 27, 'Ihr seid großartig. Noch ein Hinweis: die Noten zum „Abendlied“ liegen ab heute '
         'im Schrank.\n\nMatthias'),
    ]),
    ('Heizung im Bad wird nicht warm', 400, 'INBOX', [
        ('anna', 0, 'Guten Tag Herr Pohl,\n\nseit Montag bleibt der Heizkörper im Bad kalt, die '
         'anderen sind warm. Könnten Sie bitte jemanden schicken?\n\nMit freundlichen Grüßen\n'
         'Anna Lindner, Lindenhof 12, zweiter Stock'),
        ('pohl', 20, 'Sehr geehrte Frau Lindner,\n\nFirma Brandt kommt am Mittwoch zwischen acht und '
         'zehn Uhr. Ist jemand zu Hause?\n\nE. Pohl'),
        ('anna', 22, 'Ja, ich bin da. Vielen Dank!\n\nAnna Lindner'),
        ('pohl', 96, 'Sehr geehrte Frau Lindner,\n\nes war das Ventil. Sollte es wieder klemmen, rufen '
         'Sie gern gleich an.\n\nE. Pohl'),
    ]),
    ('Photos from the harbour', 75, 'INBOX', [
        ('margaret', 0, 'Dear Anna,\n\nthe storm has passed and the harbour is full of light again. I '
         'walked out to the end of the wall and took a picture for you. The seals are back, three of '
         'them, looking very pleased with themselves.\n\nWhen will you come and see us?\n\n'
         'Love,\nMargaret'),
        ('anna', 8, 'Dear Margaret,\n\nwhat a sky! Jonas wants to know the names of the seals. We '
         'could come in the spring holidays, if the little room is free.\n\nYours,\nAnna'),
        ('margaret', 26, 'The little room is always free for you. The seals are called Toast, Butter '
         'and Jam, and Jam is the greedy one.\n\nM.'),
    ]),
    ('Une recette pour toi', 190, 'INBOX', [
        ('claire', 0, 'Chère Anna,\n\nvoici enfin la recette de la tarte aux poires de maman : une '
         'pâte bien froide, six poires mûres, un peu de cannelle, et surtout ne pas ouvrir le four '
         'avant une demi-heure !\n\nJe t’embrasse,\nClaire'),
        ('anna', 15, 'Chère Claire,\n\nmerci mille fois ! Je l’ai faite hier, et il n’en reste plus '
         'rien. Faut-il sucrer les poires ?\n\nAnna'),
        ('claire', 31, 'Seulement si elles viennent du supermarché. Celles du jardin n’ont besoin de '
         'rien.\n\nBises,\nClaire'),
    ]),
    ('桜の季節のごあいさつ', 310, 'INBOX', [
        ('haruko', 0, 'アンナさん\n\nお元気ですか。こちらは朝夕すっかり涼しくなりました。先日いただいた'
         '切手のアルバムを、孫といっしょに毎晩眺めています。青い一枚がいちばんのお気に入りです。\n\n'
         '来月、庭のもみじの写真を送りますね。\n\n森 春子'),
        ('anna', 40, '春子さん\n\nお手紙ありがとうございます。もみじの写真を楽しみにしています。\n'
         'こちらでは、りんごの収穫が終わりました。\n\nアンナ'),
        ('haruko', 64, 'りんご、いいですね。お孫さん……ではなく、ヨナスくんは手伝いましたか。\n\n春子'),
        ('haruko', 240, 'アンナさん\n\n約束の写真です。もみじが真っ赤になりました。\n\n春子'),
    ]),
    ('دعوة إلى العشاء', 130, 'INBOX', [
        ('samir', 0, 'عزيزتي آنا،\n\nيسعدنا أن ندعوكم إلى العشاء يوم الجمعة في السابعة مساءً. '
         'ستحضر ليلى التبولة والكبة، وسيعزف ابننا على العود.\n\nجاركم سمير'),
        ('anna', 4, 'عزيزي سمير،\n\nشكراً جزيلاً على الدعوة! سنأتي بكل سرور، وسنحضر معنا الحلوى.\n\nآنا'),
        ('samir', 6, 'أهلاً وسهلاً بكم دائماً.\n\nسمير'),
    ]),
    ('Fahrrad für Jonas', 720, 'INBOX', [
        ('bruno', 0, 'Hallo Anna,\n\nunsere Lene ist aus ihrem Rad herausgewachsen. 20 Zoll, grün, mit '
         'Klingel. Wäre das etwas für Jonas?\n\nBruno'),
        ('anna', 1, 'Oh ja! Was bekommst du dafür?\n\nAnna'),
        ('bruno', 2, 'Ein Glas von deiner Quittenmarmelade. Zwei, wenn du gut gelaunt bist.\n\nBruno'),
        ('anna', 3, 'Drei. Ich bin sehr gut gelaunt.'),
        ('bruno', 26, 'Es steht geputzt im Hof. Die Bremse habe ich nachgestellt.\n\nBruno'),
    ]),
    ('Ausflug in den Tierpark', 1100, 'Archive', [
        ('school', 0, 'Liebe Eltern der 2b,\n\nam 14. fahren wir in den Tierpark. Bitte geben Sie Ihrem '
         'Kind ein Frühstück, eine Regenjacke und vier Euro mit.\n\nSekretariat'),
        ('anna', 12, 'Guten Tag,\n\nJonas verträgt keine Nüsse; ist das bei der Verpflegung bekannt?\n\n'
         'Anna Lindner'),
        ('school', 30, 'Liebe Frau Lindner,\n\nja, es steht im Klassenbuch, und Frau Roth achtet '
         'darauf.\n\nFreundliche Grüße\nSekretariat'),
    ]),
    ('Konzertplakat', 1500, 'Archive', [
        ('greta', 0, 'Ich habe zwei Entwürfe für das Plakat gemacht. Welcher gefällt euch besser, der '
         'mit dem Vogel oder der mit der Laterne?\n\nGreta'),
        ('vogt', 3, 'Die Laterne. Der Vogel sieht aus, als hätte er Hunger.\n\nMatthias'),
        ('anna', 5, 'Ich mag den hungrigen Vogel. Aber gut, die Laterne.'),
        ('greta', 7, 'Dann Laterne. Der Vogel kommt auf die Eintrittskarten.'),
        ('vogt', 9, 'Einverstanden, gedruckt wird am Freitag.'),
    ]),
    ('The little room', 2200, 'INBOX', [
        ('anna', 0, 'Dear Margaret,\n\nthe spring holidays begin on the 24th. Would a week suit you?\n\n'
         'Anna'),
        ('margaret', 18, 'A week is much too short, but we shall take what we can get. I have aired the '
         'quilt.\n\nMargaret'),
    ]),
    ('Nebenkostenabrechnung', 2900, 'Archive', [
        ('pohl', 0, 'Sehr geehrte Frau Lindner,\n\nim Anhang finden Sie die Abrechnung des vergangenen '
         'Jahres. Sie erhalten 41,20 Euro zurück.\n\nE. Pohl'),
        ('anna', 60, 'Guten Tag Herr Pohl,\n\nvielen Dank. Bitte auf das bekannte Konto.\n\nAnna Lindner'),
    ]),
    ('Omas Brille', 96, 'INBOX', [
        ('oma', 0, 'Anna, habe ich meine Lesebrille bei euch vergessen? Ich schreibe dies mit der Lupe '
         'und hoffe, dass alle Buchstaben da sind.\n\nOma'),
        ('anna', 1, 'Sie lag im Brotkorb! Jonas bringt sie dir nach der Schule vorbei.\n\nAnna'),
        ('oma', 5, 'Im Brotkorb. Nun ja. Danke, und gib Jonas einen Kuss.\n\nOma'),
    ]),
    ('Lesekreis im November', 250, 'INBOX', [
        ('greta', 0, 'Wer hat das Buch schon durch? Ich bin bei der Stelle mit dem Leuchtturm und sage '
         'nichts weiter.\n\nGreta'),
        ('bruno', 6, 'Ich habe gestern bis zwei gelesen. Unfair, so ein Ende.\n\nBruno'),
        ('anna', 9, 'KEIN WORT über das Ende, bitte! Ich bin auf Seite 80.\n\nAnna'),
        ('bruno', 10, 'Ich sage nur: achte auf die Katze.'),
        ('greta', 11, 'Bruno!'),
    ]),
    ('Termin für die Impfung', 520, 'INBOX', [
        ('doctor', 0, 'Guten Tag Frau Lindner,\n\nwir können Ihnen Dienstag 8:40 Uhr oder Donnerstag '
         '16:10 Uhr anbieten.\n\nPraxis Dr. Amsel'),
        ('anna', 5, 'Donnerstag, bitte. Vielen Dank.\n\nAnna Lindner'),
        ('doctor', 7, 'Ist eingetragen. Bitte bringen Sie den Impfpass mit.\n\nPraxis Dr. Amsel'),
    ]),
    ('Umzug von Tante Hilde', 3600, 'Archive', [
        ('bruno', 0, 'Wir brauchen am Samstag sechs Hände und einen Wagen.\n\nBruno'),
        ('anna', 2, 'Zwei Hände von mir. Der Wagen ist zu klein für das Klavier.'),
        ('bruno', 3, 'Das Klavier bleibt. Tante Hilde weint, die Nachbarn nicht.'),
        ('greta', 8, 'Ich komme auch und bringe Kartoffelsalat.'),
    ]),
    ('Bonne année !', 7800, 'Archive', [
        ('claire', 0, 'Chère Anna,\n\nbonne année à toute la famille ! Que les poires soient grosses et '
         'les soucis petits.\n\nClaire'),
        ('anna', 26, 'À toi aussi, Claire ! Viens nous voir au printemps.\n\nAnna'),
    ]),
    ('Tomatenpflanzen abzugeben', 5200, 'Archive', [
        ('oma', 0, 'Ich habe elf Tomatenpflanzen zu viel. Sie stehen am Fenster und schauen mich an.\n\n'
         'Oma'),
        ('anna', 4, 'Wir nehmen vier!'),
        ('oma', 6, 'Fünf.'),
        ('anna', 7, 'Fünf.'),
    ]),
    ('新しい切手', 4100, 'Archive', [
        ('haruko', 0, 'アンナさん\n\n郵便局で鶴の切手を見つけました。次の手紙に貼りますね。\n\n春子'),
        ('anna', 50, '春子さん\n\nとても楽しみです！ 鶴は縁起がいいですね。\n\nアンナ'),
    ]),
    ('Schlüssel', 9, 'INBOX', [
        ('bruno', 0, 'Hast du meinen Kellerschlüssel noch? Ich komme nicht an die Kartoffeln.\n\nBruno'),
        ('anna', 1, 'Ja! Liegt bei mir im Flur, ich bin ab fünf zu Hause.'),
        ('bruno', 2, 'Bis gleich.'),
    ]),
]

# Single letters that begin no conversation: (who, age in hours, folder, subject, text, extras).
SINGLES = [
    ('oma', 2.2, 'INBOX', 'Guten Morgen', 'Guten Morgen, mein Schatz,\n\nheute früh saß ein '
     'Rotkehlchen auf dem Fensterbrett und hat hereingeschaut, als wollte es den Kaffee prüfen. Ich '
     'wünsche dir einen schönen Tag.\n\nDeine Oma', ()),
    ('greta', 6, 'INBOX', 'Noten fürs Abendlied', 'Hier die Stimmen als PDF, Sopran ist angekreuzt.'
     '\n\nGreta', ('pdf',)),
    ('margaret', 49, 'INBOX', 'The end of the wall', 'The picture I promised. Look how small the '
     'lighthouse is!\n\nMargaret', ('picture',)),
    ('pohl', 61, 'INBOX', 'Treppenhausreinigung ab Dezember', 'Sehr geehrte Damen und Herren,\n\nab '
     'Dezember wird das Treppenhaus mittwochs statt freitags gereinigt. Bitte lassen Sie an diesem '
     'Tag keine Schuhe vor den Türen stehen.\n\nE. Pohl', ()),
    ('haruko', 70, 'INBOX', 'もみじの写真', 'アンナさん\n\n庭のもみじです。風が強くて、少しぶれて'
     'しまいました。\n\n春子', ('inline',)),
    ('samir', 20, 'INBOX', 'صورة من العشاء', 'عزيزتي آنا،\n\nهذه صورة من سهرة الجمعة. كانت أمسية جميلة!'
     '\n\nسمير', ('picture',)),
    ('claire', 44, 'INBOX', 'Les poires sont mûres', 'Chère Anna,\n\nvingt kilos ! Je ne sais plus où '
     'les mettre. Je t’envoie la liste des confitures.\n\nClaire', ('text',)),
    ('doctor', 150, 'INBOX', 'Ihr Rezept liegt bereit', 'Guten Tag Frau Lindner,\n\nIhr Rezept kann ab '
     'morgen abgeholt werden.\n\nPraxis Dr. Amsel', ()),
    ('bruno', 26, 'INBOX', 'Fwd: Flohmarkt am Lindenhof', 'Das wäre doch etwas für uns, oder? Unten '
     'steht, was man mitbringen muss.\n\nBruno', ('forward',)),
    ('greta', 340, 'INBOX', 'Stimmprobe', 'Hör mal rein, das ist die Stelle mit dem hohen A. Wir '
     'klingen fast wie ein Chor.\n\nGreta', ('text', 'picture')),
    ('oma', 1800, 'INBOX', 'Rezept Zwetschgenkuchen', 'Liebe Anna,\n\naufheben! 500 g Mehl, 30 g Hefe, '
     'ein Viertel Milch, 80 g Butter, 80 g Zucker, ein Ei, und so viele Zwetschgen, wie aufs Blech '
     'passen, dicht an dicht.\n\nOma', ('star',)),
    ('margaret', 3300, 'INBOX', 'A poem you asked for', 'Here it is, written on the back of a tide '
     'table:\n\n    The boats come in on silver feet,\n    the gulls complain of nothing much,\n'
     '    and all the bells along the street\n    are waiting for the rain to touch.\n\nM.', ('star',)),
]

JUNK = [
    ('Gewinnzentrale', 'glueck@gewinn-jetzt.example', 'Sie haben 1.000.000 gewonnen!!!',
     'Antworten Sie sofort mit Ihren Kontodaten, um Ihren Gewinn zu erhalten.'),
    ('Dr. Prince Wealth', 'prince@royal-funds.example', 'Confidential business proposal',
     'Dear friend, I am in possession of 12 chests of gold and need only your kind help.'),
    ('Paket Info', 'info@paket-zoll.example', 'Ihr Paket wartet: 1,99 EUR Zollgebühr',
     'Klicken Sie hier, um Ihr Paket freizugeben: http://zoll.example.test/zahlen'),
    ('Health Shop', 'offer@pills.example', 'Lose 20 kg while you sleep',
     'Our secret tea works at night. Order now: http://tea.example.test/'),
    ('Kredit24', 'sofort@kredit24.example', 'Kredit ohne Fragen',
     'Wir fragen nichts, wir zahlen alles. Fast alles.'),
    ('Mailbox Team', 'admin@mailbox-team.example', 'Your mailbox is full, confirm password',
     'Your mailbox will be closed today. Confirm at http://confirm.example.test/login'),
]

BAKERY = [
    ('Kürbiskernbrot', 'Aus Roggen, Dinkel und gerösteten Kernen, drei Tage lang geführt.'),
    ('Walnussknoten', 'Außen knusprig, innen weich, mit Nüssen aus dem eigenen Hof.'),
    ('Sonntagszopf', 'Mit Butter und guter Milch, am Samstag bestellen, am Sonntag abholen.'),
    ('Birnbrot', 'Dunkel, saftig und voller getrockneter Birnen.'),
    ('Mohnschnecken', 'Endlich wieder da: der Mohn ist frisch gemahlen.'),
    ('Rosinenwecken', 'Für alle, die beim Frühstück gern noch ein wenig träumen.'),
    ('Apfeltaschen', 'Boskop, Zimt, Blätterteig. Mehr braucht es nicht.'),
    ('Bauernlaib', 'Zwei Kilo, aus dem Holzofen, hält eine Woche.'),
]

BOOKS = [
    ('The Lighthouse Keeper’s Cat', 'A novel about patience, fog and a very clever cat.'),
    ('Letters to a Gardener', 'Forty years of letters between two people who never met.'),
    ('A Short History of the Stamp', 'Small paper, large ideas.'),
    ('Bread in Winter', 'Recipes and stories from twelve village ovens.'),
    ('The Map of Small Rivers', 'Walking the streams that nobody names.'),
]

PARCELS = ['Wanderstiefel', 'ein Karton Bücher', 'Glühbirnen', 'eine Teekanne', 'Wolle, dunkelblau',
           'ein Puzzle mit 1000 Teilen', 'Vogelfutter']

SCHOOL = [
    ('Laternenumzug am 11. November', 'treffen wir uns um 17 Uhr auf dem Schulhof. Bitte keine echten '
     'Kerzen.'),
    ('Elternabend der 2b', 'sprechen wir über die Klassenfahrt und wählen die Elternvertretung.'),
    ('Kopfläuse in der 1a', 'bitten wir Sie, zu Hause gründlich nachzusehen.'),
    ('Hitzefrei', 'endet der Unterricht heute nach der vierten Stunde.'),
    ('Vorlesewettbewerb', 'dürfen sich alle Kinder ein Buch aussuchen und daraus vorlesen.'),
    ('Fundsachen', 'liegen vierzehn Mützen, drei Handschuhe und ein Turnschuh im Sekretariat.'),
    ('Schwimmunterricht beginnt', 'braucht Ihr Kind freitags Badezeug und ein großes Handtuch.'),
    ('Fotograf im Haus', 'kommt am Dienstag der Fotograf. Bitte kämmen.'),
]

GARDEN = [
    ('Schnecken', 'Was hilft wirklich? Bei mir haben sie den ganzen Salat gegessen.'),
    ('Wann die Rosen schneiden?', 'Ich höre jedes Jahr etwas anderes.'),
    ('Kompost riecht', 'Seit dem Regen riecht er wie ein nasser Hund.'),
    ('Saatguttausch', 'Ich habe Stangenbohnen und suche Kapuzinerkresse.'),
    ('Igel gesichtet', 'Heute Nacht, unter der Hecke, sehr rund und zufrieden.'),
    ('Gießdienst im August', 'Wer ist da und wer ist weg? Bitte eintragen.'),
]

GARDEN_ANSWERS = [
    'Bei uns hilft Geduld, und manchmal Kaffeesatz.',
    'Meine Großmutter hat immer gesagt: wenn die Forsythie blüht.',
    'Nicht so nass halten, dann geht es von allein.',
    'Ich bin dabei!',
]
