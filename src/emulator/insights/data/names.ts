/** Words the demo's people and places are made of. */
export const firstNames = (
  'Nadia Teo Ines Marco Aisha Jonas Priya Lukas Sofia Arman Dana Timur Aigerim Olga Petra Hugo Elif Kenji Mei Zofia ' +
  'Owen Freya Callum Niamh Yara Samuel Leila Viktor Anouk Mateo Carla Björn Åsa Søren Jürgen Zoë Chloé Renée Tomáš ' +
  'Łukasz Gülay Әсел Ержан Айгүл Нұрлан Гүлнар Иван Мария Amara Kofi Thandi Rosa Miguel Hana Ivo Greta Stella Max'
).split(' ');

export const lastNames = (
  "O'Neil Marsh Pereira Rossi Khan Weber Patel Schmidt Almeida Bekov Saparova Akhmetov Ivanova Novák Müller Söderberg " +
  'Yılmaz Tanaka Chen Kowalski Evans Larsen MacLeod Byrne Haddad Adeyemi Farouk Petrov Dubois Vega Moreno Lindqvist ' +
  'Ångström Sørensen Groß Okafor Mensah Dlamini Silva Costa Horváth Popescu Қайратқызы Төлегенов Өмірбек Sato Ferrari ' +
  "D'Angelo Fitzgerald Hughes Walsh Becker Krause Vogel Winter Castro Ortiz Blanc Roux Janssen Smit"
).split(' ');

/** City, country, share of the customers. */
export const cities: readonly [name: string, country: string][] = [
  ['London', 'United Kingdom'],
  ['London', 'United Kingdom'],
  ['Leeds', 'United Kingdom'],
  ['Bristol', 'United Kingdom'],
  ['Edinburgh', 'United Kingdom'],
  ['Dublin', 'Ireland'],
  ['Porto', 'Portugal'],
  ['Lisboa', 'Portugal'],
  ['Berlin', 'Germany'],
  ['Köln', 'Germany'],
  ['München', 'Germany'],
  ['Zürich', 'Switzerland'],
  ['Malmö', 'Sweden'],
  ['Łódź', 'Poland'],
  ['Алматы', 'Kazakhstan'],
  ['Астана', 'Kazakhstan'],
  ['İzmir', 'Türkiye'],
  ['Stratford-upon-Avon', 'United Kingdom'],
];

/** The first customers: names that break careless code, each a thing that really occurs. */
export const awkwardPeople: readonly [first: string, last: string][] = [
  ['Nadia', "O'Neil"],
  ['Jürgen', 'Müßig-Groß'],
  ['Әсел', 'Қайратқызы'],
  ['Zoë', '*Star* Quinn'],
  ['Anna', '[VIP](https://example.net) Lind'],
  ['小龙', '李'],
  ['Bob', '🎸 Fender'],
  ['<b>Tina</b>', 'Tag'],
  ["D'Arcy", '"Dee" Lloyd'],
  ['Ольга', 'Ёлкина'],
  ['_under_', 'score_'],
  ['Percy', '100% & Co'],
];

export const products = (
  'oak bench|linen throw|walnut tray|stoneware mug|wool blanket|brass lamp|rattan chair|garden lantern|cedar box|' +
  'marble board|cotton rug|ash stool|copper kettle|glass vase|willow basket'
).split('|');

export const stores = ['Covent Garden', 'Leeds Arcade', 'Porto Ribeira', 'Köln Ehrenfeld', 'Алматы Достық'];
