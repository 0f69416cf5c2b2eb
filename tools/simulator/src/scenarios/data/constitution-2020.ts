// Figures of a real vote, each with its source and how far it can be believed. Facts only; see meta.rule.
export const data = {
 "meta": {
  "compiled": "2026-11-22",
  "rule": "No number invented. confidence: high = primary source (repo, official press release, protocol copy); medium = one press report; low = ambiguous or derived. derived:true = computed here from other fields. null = looked for, not found.",
  "turnout_definition": "In DEG press 'turnout' = ballots ISSUED / registered, not ballots cast (2020: 1107648/1190726 = 93.02%)."
 },
 "id": "constitution-2020",
 "name": "All-Russian vote on constitutional amendments, Moscow + Nizhny Novgorod region (online 25-30 Jun 2020)",
 "platform": "Moscow DIT; Exonum",
 "polling": {
  "open": "2020-06-25T10:00+03:00",
  "close": "2020-06-30T20:00+03:00"
 },
 "registration": {
  "open": {
   "value": "2020-06-05",
   "source": "kprf.ru report",
   "confidence": "high"
  },
  "close": {
   "value": "2020-06-21T14:00+03:00",
   "source": "pnp.ru 2020-06-19",
   "confidence": "high"
  }
 },
 "applications_total": {
  "value": 1300000,
  "source": "ria24.today: 'almost 1.3 million'",
  "confidence": "medium",
  "approx": true
 },
 "rejected": {
  "value": 98000,
  "source": "press text, Sobyanin: 'about 98 thousand'",
  "confidence": "medium",
  "approx": true
 },
 "registered": {
  "value": 1190726,
  "source": "RBC 2020-06-27; 360tv; kprf.ru",
  "confidence": "high"
 },
 "registered_moscow": {
  "value": 1051155,
  "source": "mymsk.online 2020-06-30 (CEC)",
  "confidence": "high"
 },
 "registered_nizhny": {
  "value": 139571,
  "source": "mymsk.online 2020-06-30 (CEC)",
  "confidence": "high"
 },
 "issued": {
  "value": 1107648,
  "source": "kprf.ru election report",
  "confidence": "high"
 },
 "cast_valid": {
  "value": 1090211,
  "source": "kprf.ru; same figure in a press text '1 million 90 thousand'",
  "confidence": "high"
 },
 "spoiled": {
  "value": 1,
  "source": "kprf.ru",
  "confidence": "high"
 },
 "issued_not_cast": {
  "value": 17436,
  "source": "1107648-1090211-1",
  "confidence": "high",
  "derived": true
 },
 "turnout_pct": {
  "value": 93.02,
  "source": "360tv",
  "confidence": "high"
 },
 "moscow_pct": {
  "value": {
   "yes": 62.33,
   "no": 37.67
  },
  "source": "press text of 2020; 360tv",
  "confidence": "high"
 },
 "nizhny_pct": {
  "value": {
   "yes": 59.69,
   "no": 40.31
  },
  "source": "360tv",
  "confidence": "high"
 },
 "votes_per_option_absolute": null,
 "key_shares": {
  "value": 5,
  "source": "ria24.today: five flash cards, five keepers",
  "confidence": "medium"
 },
 "threshold": null
};
