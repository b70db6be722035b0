/** The words that schemas have of their own, by their English. A test asks for every one that core writes. */
export const phrases: Record<string, string> = {
  'expected 1 to 64 letters, digits, _ or -': '1 à 64 lettres, chiffres, _ ou - attendus',
  'expected a language, like en or fr-CA': 'langue attendue, comme en ou fr-CA',
  'expected a local time as HH:MM': 'heure locale attendue, au format HH:MM',
  'expected profile.…': 'profile.… attendu',
  'expected profile.…, entry.…, event.…, touch.<step>.state, touch.<step>.outcome or params.…':
    'profile.…, entry.…, event.…, touch.<étape>.state, touch.<étape>.outcome ou params.… attendu',
  'expected a channel, a team, or both': 'un canal, une équipe, ou les deux attendus',
  'expected perHour, perDay, or both': 'un nombre par heure, par jour, ou les deux attendus',
  'expected either days (a rolling window) or calendar (day, week, month, quarter, year)':
    'soit un nombre de jours (fenêtre glissante), soit une période (jour, semaine, mois, trimestre, année) attendu',
  'extend and every go with days': 'extend et every vont avec un nombre de jours',
  'expected a time of day like 08:00': 'heure attendue, comme 08:00',
  'expected a time later than from': 'heure plus tardive que le début attendue',
  'expected a time of day from 20:00 to 22:00': 'heure de 20:00 à 22:00 attendue',
  'expected a short name in small letters': 'nom court en minuscules attendu',
  'expected either `for` (a duration) or `until` (a date)': 'soit une durée, soit une date attendue',
  'expected days, hours or both': 'jours, heures ou les deux attendus',
  'expected tests of profile.… only': 'seuls des tests de profile.… sont possibles ici',
  'holds a NUL character': 'contient un caractère NUL',
  'expected two capital letters, like FR': 'deux lettres capitales attendues, comme FR',
  'a name or a graph is needed': 'un nom ou un dessin est nécessaire',
};
