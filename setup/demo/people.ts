/** Invented people for the demo's real purchases: names, addresses that reach nobody, a zone and a language. */
import { chance } from '#setup/demo/chance.ts';

export type Person = {
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  city: string;
  country: 'FR' | 'GB';
  zone: string;
  locale: string;
};

const FRENCH = {
  first: `Adèle Alice Antoine Arthur Aurélie Baptiste Benoît Camille Cécile Chloé Clément Damien Élise Émile Étienne Fanny
    Florent Gabrielle Gaëlle Guillaume Hélène Hugo Inès Jeanne Joséphine Jules Karim Léa Léon Louise Lucie Malik Manon
    Margaux Mathilde Maxime Nadia Nicolas Noémie Océane Olivier Pauline Pierre Quentin Raphaël Rémi Romane Sabine Samir
    Solène Sophie Théo Thomas Valentine Victor Yasmine Zoé`,
  last: `Aubert Bailly Barbier Benali Blanchard Bonnet Boucher Carpentier Chevalier Colin Da-Silva Delaunay Delorme Deschamps
    Diallo Dubois Dumas Fabre Faure Fontaine Garnier Gauthier Girard Guérin Haddad Hamel Henry Joly Lacroix Lambert Laurent
    Lefèvre Legrand Lemoine Leroux Marchand Masson Mercier Moreau Nguyen Noël Pelletier Perrin Picard Prévost Renaud Rivière
    Rousseau Roux Sanchez Tessier Traoré Vasseur Vidal Weber`,
  cities: `Angers Annecy Bordeaux Brest Clermont-Ferrand Dijon Grenoble Lille Lyon Marseille Metz Nancy Nantes Nice Paris Reims
    Rennes Rouen Strasbourg Toulouse Tours`,
};

const ENGLISH = {
  first: `Abigail Adam Aisha Alfie Amelia Arjun Beatrice Benjamin Charlotte Daisy Daniel Edith Edward Eleanor Emma Finlay
    Florence Freya George Grace Hannah Harriet Henry Imogen Isla Jack Jasmine Joseph Kate Leo Lily Lucas Maisie Martha Matilda
    Mohammed Nathan Oliver Oscar Phoebe Poppy Priya Reuben Rose Ruby Samuel Sienna Theodore Violet William`,
  last: `Adeyemi Ahmed Allen Baker Barnes Bennett Brooks Campbell Carter Chapman Clarke Cooper Cox Davies Edwards Ellis Evans
    Fisher Foster Gibson Graham Gray Green Griffiths Hall Harris Hughes Hunt Jackson James Kaur Kelly Khan King Knight Lewis
    Marshall Mason Mills Morgan Murray Owen Palmer Patel Pearson Price Reid Roberts Shah Shaw Stevens Walker Webb Wood`,
  cities: `Bath Birmingham Brighton Bristol Cambridge Cardiff Edinburgh Exeter Glasgow Leeds Leicester Liverpool London Manchester
    Norwich Nottingham Oxford Plymouth Sheffield Swansea York`,
};

const words = (text: string) => text.split(/\s+/);
const NAMES = {
  FR: { first: words(FRENCH.first), last: words(FRENCH.last), cities: words(FRENCH.cities) },
  GB: { first: words(ENGLISH.first), last: words(ENGLISH.last), cities: words(ENGLISH.cities) },
};

export function person(customer: string): Person {
  const { pick, whole, happens } = chance('person', customer);
  const country = happens(0.6) ? 'FR' : 'GB';
  const { first, last, cities } = NAMES[country];
  const [firstName, lastName] = [pick(first), pick(last).replaceAll('-', ' ')];
  const host = country === 'FR' ? pick(['courriel', 'boite', 'messagerie']) : pick(['post', 'letterbox', 'inbox']);
  const tail = String(whole(0, 999)).padStart(3, '0');
  return {
    firstName,
    lastName,
    email: `${plain(firstName)}.${plain(lastName)}.${Number(customer)}@${host}.example`,
    // Ranges that both countries keep for fiction.
    phone: country === 'FR' ? `+3363998${tail}0` : `+447700900${tail}`,
    city: pick(cities),
    country,
    zone: country === 'FR' ? 'Europe/Paris' : 'Europe/London',
    locale: country === 'FR' ? 'fr-FR' : 'en-GB',
  };
}

function plain(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/[^a-zA-Z]/g, '')
    .toLowerCase();
}
