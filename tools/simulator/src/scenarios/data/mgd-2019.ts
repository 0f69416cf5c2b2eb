// Figures of a real vote, each with its source and how far it can be believed. Facts only; see meta.rule.
export const data = {
 "meta": {
  "compiled": "2026-11-22",
  "rule": "No number invented. confidence: high = primary source (repo, official press release, protocol copy); medium = one press report; low = ambiguous or derived. derived:true = computed here from other fields. null = looked for, not found.",
  "turnout_definition": "In DEG press 'turnout' = ballots ISSUED / registered, not ballots cast (2020: 1107648/1190726 = 93.02%)."
 },
 "id": "mgd-2019",
 "name": "Moscow City Duma, districts 1, 10, 30 (8 Sep 2019)",
 "platform": "Moscow DIT; Parity/Ethereum PoA",
 "polling": {
  "open": "2019-09-08T08:00+03:00",
  "close": "2019-09-08T20:00+03:00"
 },
 "registration": {
  "open": {
   "value": "2019-07-24",
   "source": "moscow-technologies/blockchain-voting_2019 forms/.../config/Mgik.php start_date 20190724",
   "confidence": "high"
  },
  "close": {
   "value": "2019-09-04",
   "source": "moscow-technologies/blockchain-voting_2019 mgd-golosovanie/show.tpl (commented text)",
   "confidence": "medium"
  }
 },
 "registered": {
  "value": 11228,
  "source": "ewdn.com 2019-09-13",
  "confidence": "high"
 },
 "cast": {
  "value": 9810,
  "source": "meduza.io/en/slides/technical-difficulties; ewdn.com",
  "confidence": "high"
 },
 "issued": null,
 "invalid": null,
 "district_30": {
  "rusetskaya_online": {
   "value": 1120,
   "source": "ewdn.com",
   "confidence": "high"
  },
  "rusetskaya_online_pct": {
   "value": 47.1,
   "source": "ewdn.com",
   "confidence": "high"
  },
  "rusetskaya_total": {
   "value": 9645,
   "source": "ewdn.com",
   "confidence": "high"
  },
  "yuneman_total": {
   "value": 9561,
   "source": "ewdn.com",
   "confidence": "high"
  },
  "margin": {
   "value": 84,
   "source": "ewdn.com; Meduza",
   "confidence": "high"
  },
  "precinct_5003_issued_not_cast": {
   "value": 148,
   "source": "Meduza",
   "confidence": "high"
  },
  "district_30_online_total_approx": {
   "value": 2378,
   "source": "1120/0.471",
   "confidence": "low",
   "derived": true
  }
 },
 "per_candidate_other_districts": null,
 "key_shares": {
  "value": 7,
  "source": "Meduza: CEC chair, MGIK chair, 3 DEC chairs, HRC chair, Golos expert",
  "confidence": "high"
 },
 "threshold": null
};
