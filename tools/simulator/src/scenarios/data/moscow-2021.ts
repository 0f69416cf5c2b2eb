// Figures of a real vote, each with its source and how far it can be believed. Facts only; see meta.rule.
export const data = {
 "meta": {
  "compiled": "2026-11-22",
  "rule": "No number invented. confidence: high = primary source (repo, official press release, protocol copy); medium = one press report; low = ambiguous or derived. derived:true = computed here from other fields. null = looked for, not found.",
  "turnout_definition": "In DEG press 'turnout' = ballots ISSUED / registered, not ballots cast (2020: 1107648/1190726 = 93.02%)."
 },
 "id": "moscow-2021-09",
 "name": "State Duma + by-elections, Moscow, 17-19 Sep 2021",
 "platform": "Moscow DIT; Exonum public + private chain",
 "polling": {
  "open": "2021-09-17T08:00+03:00",
  "close": "2021-09-19T20:00+03:00"
 },
 "registration": {
  "open": "2021-08-02T00:01",
  "close": "2021-09-13T23:59",
  "source": "cont.ws copy of mos.ru text"
 },
 "registered": {
  "value": 2000000,
  "source": "mos.ru via mirtesen: 'more than 2 million'",
  "confidence": "medium",
  "approx": true
 },
 "voted": {
  "value": 1930000,
  "source": "currenttime.tv: 'more than 1.93 million'",
  "confidence": "medium",
  "approx": true
 },
 "chain_single_mandate": {
  "source": "stored gist 'Изучение обзервера...' (dump observer-20210920_060000.sql.gz sha256 495d1cc9...5883) + kbespalov/voting2021 examples/output.json",
  "method_counts": {
   "0_create": 1,
   "1_register_batches": 20148,
   "2_stop_registration": 2,
   "4_issue_ballot": 1987373,
   "5_add_voter_key": 2021969,
   "6_store_ballot": 2021969,
   "7_stop": 4,
   "8_publish_key": 1,
   "9_decrypt_at_dump_time": 1319943
  },
  "note": "Method ids from moscow-technologies/blockchain-voting_2021 transactions/mod.rs. The gist's own prose swaps 4 and 6. stored 2021969 = 2021968 decryptable (sum of 171 candidates) + 1 undecryptable tx f07ee512...",
  "confidence": "high",
  "registered_upper_bound_derived": {
   "value": 2014800,
   "how": "20148 register batches x 100 ids, batch size assumed 100",
   "confidence": "low",
   "derived": true
  }
 },
 "official_final_single_mandate_total_excl_suspect": {
  "value": 1812866,
  "source": "kbespalov CSV (CEC figures, 15 districts) minus one suspect row",
  "confidence": "medium",
  "derived": true
 },
 "superseded_or_uncounted": {
  "value": 209103,
  "source": "stored - official final; upper bound, includes the suspect candidate's true votes (~7000)",
  "confidence": "low",
  "derived": true
 },
 "revotes_reported_at_2021-09-19T15:04": {
  "value": 95000,
  "source": "osnmedia.ru: 95 thousand Muscovites used re-vote",
  "confidence": "medium"
 },
 "revote_rules": {
  "value": {
   "min_interval_h": 3,
   "max_votes_theoretical": 19
  },
  "source": "novayagazeta 2021-08-06 (pressreader); moscow-technologies/blockchain-voting_2021 ballot.zip text says 3 h",
  "confidence": "high"
 },
 "key_shares": {
  "value": 5,
  "source": "TASS quote in todes-chkalovarena.ru copy",
  "confidence": "medium"
 },
 "threshold": null,
 "single_mandate_districts": [
  {
   "district_id": 196,
   "name": "Бабушкинский",
   "stored_all_total": 132933,
   "official_final_total_excl_suspect": 119679,
   "candidates": [
    {
     "candidate_id": 111906259,
     "name": "БАЖЕНОВ Тимофей Тимофеевич",
     "stored_all": 60757,
     "official_final": 55803
    },
    {
     "candidate_id": 122700157,
     "name": "ВИХАРЕВА Эльвира Владимировна",
     "stored_all": 3329,
     "official_final": 2925
    },
    {
     "candidate_id": 133291000,
     "name": "ИВАНОВА Елена Ивановна",
     "stored_all": 1171,
     "official_final": 1037
    },
    {
     "candidate_id": 141308253,
     "name": "КРЮКОВ Алексей Сергеевич",
     "stored_all": 6343,
     "official_final": 5604
    },
    {
     "candidate_id": 152156829,
     "name": "МАЛИНКОВИЧ Сергей Александрович",
     "stored_all": 3253,
     "official_final": 2835
    },
    {
     "candidate_id": 162418401,
     "name": "МИРОНОВА Виктория Александровна",
     "stored_all": 7818,
     "official_final": 6888
    },
    {
     "candidate_id": 174344765,
     "name": "РАШКИН Валерий Федорович",
     "stored_all": 23360,
     "official_final": 20729
    },
    {
     "candidate_id": 183702330,
     "name": "РВАЧЕВ Алексей Сергеевич",
     "stored_all": 7826,
     "official_final": 6958
    },
    {
     "candidate_id": 194274433,
     "name": "СТРЕЛЬНИКОВА Елена Николаевна",
     "stored_all": 2673,
     "official_final": 2360
    },
    {
     "candidate_id": 201139163,
     "name": "ТАРАСОВ Антон Александрович",
     "stored_all": 3129,
     "official_final": 2755
    },
    {
     "candidate_id": 212390260,
     "name": "ФЕДОРОВ Георгий Владимирович",
     "stored_all": 8104,
     "official_final": 7213
    },
    {
     "candidate_id": 222841765,
     "name": "ЯНКОВ Кирилл Вадимович",
     "stored_all": 5170,
     "official_final": 4572
    }
   ]
  },
  {
   "district_id": 197,
   "name": "Кунцевский",
   "stored_all_total": 124303,
   "official_final_total_excl_suspect": 104839,
   "candidates": [
    {
     "candidate_id": 112948545,
     "name": "БАЛЬМОНТ Борис Александрович",
     "stored_all": 8144,
     "official_final": 7150
    },
    {
     "candidate_id": 121228808,
     "name": "ГЛЕК Игорь Владимирович",
     "stored_all": 4115,
     "official_final": 3599
    },
    {
     "candidate_id": 133729198,
     "name": "ГОНЧАРОВ Кирилл Алексеевич",
     "stored_all": 5519,
     "official_final": 4897
    },
    {
     "candidate_id": 143869387,
     "name": "ГОРШКОВА Владислава Геннадиевна",
     "stored_all": 3372,
     "official_final": 2962
    },
    {
     "candidate_id": 153770437,
     "name": "ЛОБАНОВ Михаил Сергеевич",
     "stored_all": 30034,
     "official_final": 26676
    },
    {
     "candidate_id": 164058398,
     "name": "МЕНЬШИКОВ Михаил Васильевич",
     "stored_all": 1953,
     "official_final": 1704
    },
    {
     "candidate_id": 172847716,
     "name": "МИТИНА Дарья Александровна",
     "stored_all": 3059,
     "official_final": 2675
    },
    {
     "candidate_id": 182884641,
     "name": "ПОПОВ Евгений Георгиевич",
     "stored_all": 50420,
     "official_final": 46589
    },
    {
     "candidate_id": 191674835,
     "name": "РАМЕНСКИЙ Павел Олегович",
     "stored_all": 7666,
     "official_final": 6733
    },
    {
     "candidate_id": 203148964,
     "name": "СОБОЛЕВ Алексей Анатольевич",
     "stored_all": 2095,
     "official_final": 1854
    },
    {
     "candidate_id": 214204906,
     "name": "ТАРНАВСКИЙ Александр Георгиевич",
     "stored_all": 7926,
     "official_final": 13421,
     "suspect": true,
     "note": "official_final > stored_all: impossible for online-only votes; probably a typing/total error in the source CSV. Do not use."
    }
   ]
  },
  {
   "district_id": 198,
   "name": "Ленинградский",
   "stored_all_total": 133283,
   "official_final_total_excl_suspect": 120207,
   "candidates": [
    {
     "candidate_id": 111204609,
     "name": "АНДРИАНОВА Зоя Алексеевна",
     "stored_all": 7567,
     "official_final": 6746
    },
    {
     "candidate_id": 122009226,
     "name": "БАЛАБУТКИН Алексей Алексеевич",
     "stored_all": 4251,
     "official_final": 3744
    },
    {
     "candidate_id": 136749451,
     "name": "БРЮХАНОВА Анастасия Андреевна",
     "stored_all": 26163,
     "official_final": 23359
    },
    {
     "candidate_id": 142468224,
     "name": "ВЛАСОВ Василий Максимович",
     "stored_all": 8185,
     "official_final": 7320
    },
    {
     "candidate_id": 157285757,
     "name": "ГОЛУЕНКО Алиса Владимировна",
     "stored_all": 2176,
     "official_final": 1912
    },
    {
     "candidate_id": 161425025,
     "name": "ЗВЯГИНЦЕВ Петр Семенович",
     "stored_all": 13009,
     "official_final": 11470
    },
    {
     "candidate_id": 173775569,
     "name": "КАТАЕВ Виктор Филиппович",
     "stored_all": 6111,
     "official_final": 5352
    },
    {
     "candidate_id": 182869636,
     "name": "ЛИТВИНОВИЧ Марина Алексеевна",
     "stored_all": 9522,
     "official_final": 8513
    },
    {
     "candidate_id": 195220516,
     "name": "МЕЛЬНИКОВ Алексей Владимирович",
     "stored_all": 5460,
     "official_final": 4900
    },
    {
     "candidate_id": 204799627,
     "name": "ТАРБАЕВ Сангаджи Андреевич",
     "stored_all": 9403,
     "official_final": 8432
    },
    {
     "candidate_id": 217404809,
     "name": "ХОВАНСКАЯ Галина Петровна",
     "stored_all": 41436,
     "official_final": 38459
    }
   ]
  },
  {
   "district_id": 199,
   "name": "Люблинский",
   "stored_all_total": 150403,
   "official_final_total_excl_suspect": 135494,
   "candidates": [
    {
     "candidate_id": 115259080,
     "name": "БАДМАЕВ Владимир Владимирович",
     "stored_all": 4374,
     "official_final": 3793
    },
    {
     "candidate_id": 122086290,
     "name": "БАЛЫКОВА Анна Григорьевна",
     "stored_all": 5146,
     "official_final": 4516
    },
    {
     "candidate_id": 131068217,
     "name": "ГУЛИНА Зинаида Ивановна",
     "stored_all": 1851,
     "official_final": 1654
    },
    {
     "candidate_id": 147971856,
     "name": "ГУЛИЧЕВА Елена Геннадьевна",
     "stored_all": 24157,
     "official_final": 21336
    },
    {
     "candidate_id": 151633790,
     "name": "КАТКОВ Валерий Семенович",
     "stored_all": 5435,
     "official_final": 4727
    },
    {
     "candidate_id": 163072915,
     "name": "КИСЕЛЁВ Роман Денисович",
     "stored_all": 3507,
     "official_final": 3125
    },
    {
     "candidate_id": 173759412,
     "name": "КУЛЬНЕВ Иван Анатольевич",
     "stored_all": 7538,
     "official_final": 6678
    },
    {
     "candidate_id": 182777504,
     "name": "ПРОХОРЕНКОВА Мария Андреевна",
     "stored_all": 9440,
     "official_final": 8299
    },
    {
     "candidate_id": 191484047,
     "name": "РАШКИН Валерий Владимирович",
     "stored_all": 5074,
     "official_final": 4442
    },
    {
     "candidate_id": 202677136,
     "name": "ТАРАСОВ Денис Васильевич",
     "stored_all": 1799,
     "official_final": 1580
    },
    {
     "candidate_id": 216438542,
     "name": "ТОЛСТОЙ Петр Олегович",
     "stored_all": 72076,
     "official_final": 66558
    },
    {
     "candidate_id": 221327967,
     "name": "ШАХ Андрей Викторович",
     "stored_all": 6611,
     "official_final": 5825
    },
    {
     "candidate_id": 232823151,
     "name": "ШОЛАДЕМИ Самсон Бартоломиувич",
     "stored_all": 3395,
     "official_final": 2961
    }
   ]
  },
  {
   "district_id": 200,
   "name": "Медведковский",
   "stored_all_total": 132621,
   "official_final_total_excl_suspect": 119355,
   "candidates": [
    {
     "candidate_id": 113402633,
     "name": "АНИСИМКОВА Полина Николаевна",
     "stored_all": 6133,
     "official_final": 5379
    },
    {
     "candidate_id": 123942837,
     "name": "АРБУЗОВ Андрей Александрович",
     "stored_all": 1821,
     "official_final": 1607
    },
    {
     "candidate_id": 134233818,
     "name": "БАБУШКИН Андрей Владимирович",
     "stored_all": 8739,
     "official_final": 7703
    },
    {
     "candidate_id": 142659554,
     "name": "ВЕЛЬМАКИН Михаил Вадимович",
     "stored_all": 4189,
     "official_final": 3685
    },
    {
     "candidate_id": 152913065,
     "name": "ЗАГРЕБНОЙ Юрий Леонтьевич",
     "stored_all": 11315,
     "official_final": 10033
    },
    {
     "candidate_id": 161215880,
     "name": "ЗАПОТЫЛОК Евгений Васильевич",
     "stored_all": 6700,
     "official_final": 5945
    },
    {
     "candidate_id": 171970364,
     "name": "ОРЛОВ Михаил Викторович",
     "stored_all": 2550,
     "official_final": 2227
    },
    {
     "candidate_id": 181315508,
     "name": "ПАРФЕНОВ Денис Андреевич",
     "stored_all": 26514,
     "official_final": 23504
    },
    {
     "candidate_id": 193509934,
     "name": "ПЕВЦОВ Дмитрий Анатольевич",
     "stored_all": 56893,
     "official_final": 52460
    },
    {
     "candidate_id": 203712653,
     "name": "СТЕПКИН Евгений Валериевич",
     "stored_all": 7767,
     "official_final": 6812
    }
   ]
  },
  {
   "district_id": 201,
   "name": "Нагатинский",
   "stored_all_total": 127140,
   "official_final_total_excl_suspect": 114287,
   "candidates": [
    {
     "candidate_id": 119350747,
     "name": "АБДУГАНИЕВ Назиржон Насибжонович",
     "stored_all": 2024,
     "official_final": 1772
    },
    {
     "candidate_id": 122838609,
     "name": "БЕРНЕВ Владимир Владимирович",
     "stored_all": 9402,
     "official_final": 8279
    },
    {
     "candidate_id": 133873843,
     "name": "ГАСПАРЯН Армен Сумбатович",
     "stored_all": 9421,
     "official_final": 8406
    },
    {
     "candidate_id": 141896105,
     "name": "ДЕМИН Алексей Викторович",
     "stored_all": 15163,
     "official_final": 13426
    },
    {
     "candidate_id": 151460175,
     "name": "КУЛИКОВ Денис Павлович",
     "stored_all": 3712,
     "official_final": 3287
    },
    {
     "candidate_id": 162832179,
     "name": "РАЗВОРОТНЕВА Светлана Викторовна",
     "stored_all": 51939,
     "official_final": 47733
    },
    {
     "candidate_id": 171694897,
     "name": "ТУМАНОВ Глеб Николаевич",
     "stored_all": 4896,
     "official_final": 4337
    },
    {
     "candidate_id": 182029621,
     "name": "УДАЛОВА Анна Михайловна",
     "stored_all": 3416,
     "official_final": 2986
    },
    {
     "candidate_id": 191715167,
     "name": "УДАЛЬЦОВА Анастасия Олеговна",
     "stored_all": 25143,
     "official_final": 22303
    },
    {
     "candidate_id": 203215148,
     "name": "ЧЕРНИКОВ Станислав Валентинович",
     "stored_all": 2024,
     "official_final": 1758
    }
   ]
  },
  {
   "district_id": 202,
   "name": "Новомосковский",
   "stored_all_total": 174997,
   "official_final_total_excl_suspect": 157016,
   "candidates": [
    {
     "candidate_id": 114042076,
     "name": "АНДРУСЕНКО Наталия Юрьевна",
     "stored_all": 8142,
     "official_final": 6959
    },
    {
     "candidate_id": 125210182,
     "name": "БОГАТОВ Сергей Владимирович",
     "stored_all": 3071,
     "official_final": 2665
    },
    {
     "candidate_id": 131039142,
     "name": "ГЕРШБЕРГ Евгения Игоревна",
     "stored_all": 4791,
     "official_final": 4212
    },
    {
     "candidate_id": 141876154,
     "name": "ЛАПШОВ Алексей Сергеевич",
     "stored_all": 9995,
     "official_final": 8725
    },
    {
     "candidate_id": 153469885,
     "name": "МАХНИЦКИЙ Данил Павлович",
     "stored_all": 28969,
     "official_final": 25770
    },
    {
     "candidate_id": 162366706,
     "name": "МИХАЙЛОВСКИЙ Александр Всеволодович",
     "stored_all": 10165,
     "official_final": 9044
    },
    {
     "candidate_id": 176439030,
     "name": "МУРАТОВА Юлия Валерьевна",
     "stored_all": 5613,
     "official_final": 4968
    },
    {
     "candidate_id": 182781790,
     "name": "ПРИДОРОЖНЫЙ Алексей Николаевич",
     "stored_all": 2134,
     "official_final": 1881
    },
    {
     "candidate_id": 191070849,
     "name": "САБЛИН Дмитрий Вадимович",
     "stored_all": 80875,
     "official_final": 74145
    },
    {
     "candidate_id": 202834593,
     "name": "СИДНЕВ Виктор Владимирович",
     "stored_all": 6464,
     "official_final": 5717
    },
    {
     "candidate_id": 211988217,
     "name": "СУХАНОВ Игорь Владимирович",
     "stored_all": 14778,
     "official_final": 12930
    }
   ]
  },
  {
   "district_id": 203,
   "name": "Орехово-Борисовский",
   "stored_all_total": 141083,
   "official_final_total_excl_suspect": 126700,
   "candidates": [
    {
     "candidate_id": 111915817,
     "name": "АНИСИМОВА Светлана Геннадьевна",
     "stored_all": 6227,
     "official_final": 5409
    },
    {
     "candidate_id": 127538889,
     "name": "ГУРЕВИЧ Илья Валерьевич",
     "stored_all": 5045,
     "official_final": 4479
    },
    {
     "candidate_id": 134860237,
     "name": "КАЗЕНКОВ Олег Юрьевич",
     "stored_all": 10322,
     "official_final": 9124
    },
    {
     "candidate_id": 142334949,
     "name": "НИФАНТЬЕВ Евгений Олегович",
     "stored_all": 59670,
     "official_final": 54751
    },
    {
     "candidate_id": 154111730,
     "name": "ПЕНКИН Павел Владимирович",
     "stored_all": 1548,
     "official_final": 1370
    },
    {
     "candidate_id": 161876480,
     "name": "ПЕТРОВ Василий Александрович",
     "stored_all": 8959,
     "official_final": 7835
    },
    {
     "candidate_id": 173789580,
     "name": "ПЕТРОВ Виталий Владимирович",
     "stored_all": 21394,
     "official_final": 18975
    },
    {
     "candidate_id": 182951820,
     "name": "СМОЛИЧ Алиса Андреевна",
     "stored_all": 10291,
     "official_final": 9158
    },
    {
     "candidate_id": 191893360,
     "name": "ТУРУШЕВ Евгений Иванович",
     "stored_all": 9283,
     "official_final": 8198
    },
    {
     "candidate_id": 202587676,
     "name": "ШЛЯМИНА Ксения Михайловна",
     "stored_all": 2485,
     "official_final": 2207
    },
    {
     "candidate_id": 218905649,
     "name": "ШУШЛЕБИНА Наталья Алексеевна",
     "stored_all": 4010,
     "official_final": 3568
    },
    {
     "candidate_id": 221520099,
     "name": "ЮДИН Лев Игоревич",
     "stored_all": 1849,
     "official_final": 1626
    }
   ]
  },
  {
   "district_id": 204,
   "name": "Перовский",
   "stored_all_total": 149575,
   "official_final_total_excl_suspect": 134282,
   "candidates": [
    {
     "candidate_id": 113246509,
     "name": "БУЦКАЯ Татьяна Викторовна",
     "stored_all": 68523,
     "official_final": 62578
    },
    {
     "candidate_id": 122227245,
     "name": "ГРОМЫКО Михаил Владимирович",
     "stored_all": 2866,
     "official_final": 2536
    },
    {
     "candidate_id": 131645885,
     "name": "ДВОРАК Николай Васильевич",
     "stored_all": 6599,
     "official_final": 5850
    },
    {
     "candidate_id": 141401155,
     "name": "ДОМОЖИРОВА Ксения Валерьевна",
     "stored_all": 9495,
     "official_final": 8457
    },
    {
     "candidate_id": 154006393,
     "name": "ИГНАТЬЕВ Валентин Сергеевич",
     "stored_all": 7449,
     "official_final": 6596
    },
    {
     "candidate_id": 163411515,
     "name": "ИЗМАЙЛОВ Сергей Михайлович",
     "stored_all": 1398,
     "official_final": 1230
    },
    {
     "candidate_id": 179186541,
     "name": "КАВКАЗСКИЙ Николай Юрьевич",
     "stored_all": 4414,
     "official_final": 3886
    },
    {
     "candidate_id": 181932997,
     "name": "КУРГАНОВ Юрий Михайлович",
     "stored_all": 5713,
     "official_final": 4984
    },
    {
     "candidate_id": 191550503,
     "name": "КУРГАНСКИЙ Сергей Борисович",
     "stored_all": 23538,
     "official_final": 20867
    },
    {
     "candidate_id": 201349920,
     "name": "МОНАХОВ Михаил Игоревич",
     "stored_all": 6659,
     "official_final": 5951
    },
    {
     "candidate_id": 214198569,
     "name": "ПРЕСНЯКОВ Константин Михайлович",
     "stored_all": 3949,
     "official_final": 3500
    },
    {
     "candidate_id": 223017600,
     "name": "ПРОХАНОВ Василий Александрович",
     "stored_all": 4850,
     "official_final": 4279
    },
    {
     "candidate_id": 235148121,
     "name": "ШУВАЛОВ Антон Николаевич",
     "stored_all": 2328,
     "official_final": 2025
    },
    {
     "candidate_id": 242892916,
     "name": "ЯШИН Алексей Павлович",
     "stored_all": 1794,
     "official_final": 1543
    }
   ]
  },
  {
   "district_id": 205,
   "name": "Преображенский",
   "stored_all_total": 121391,
   "official_final_total_excl_suspect": 109282,
   "candidates": [
    {
     "candidate_id": 111366669,
     "name": "ВАССЕРМАН Анатолий Александрович",
     "stored_all": 46009,
     "official_final": 42431
    },
    {
     "candidate_id": 123901395,
     "name": "ГЛАДКОВА Юлия Генриховна",
     "stored_all": 8279,
     "official_final": 7292
    },
    {
     "candidate_id": 131157679,
     "name": "ДЕМЧЕНКО Вячеслав Олегович",
     "stored_all": 8920,
     "official_final": 8009
    },
    {
     "candidate_id": 142224115,
     "name": "ЗАГОРДАН Надежда Леонидовна",
     "stored_all": 8316,
     "official_final": 7337
    },
    {
     "candidate_id": 155914328,
     "name": "ИЩЕНКО Никита Сергеевич",
     "stored_all": 1151,
     "official_final": 993
    },
    {
     "candidate_id": 163804873,
     "name": "КОРЯГИНА Наталья Григорьевна",
     "stored_all": 2283,
     "official_final": 2022
    },
    {
     "candidate_id": 171274518,
     "name": "КОСТЫЧЕВА Марина Александровна",
     "stored_all": 2916,
     "official_final": 2603
    },
    {
     "candidate_id": 181220082,
     "name": "МЕДВЕДЕВ Антон Владимирович",
     "stored_all": 9008,
     "official_final": 7960
    },
    {
     "candidate_id": 191309977,
     "name": "ОБУХОВ Сергей Павлович",
     "stored_all": 22002,
     "official_final": 19575
    },
    {
     "candidate_id": 204289983,
     "name": "ПОПОВА Алена Владимировна",
     "stored_all": 8597,
     "official_final": 7640
    },
    {
     "candidate_id": 212963660,
     "name": "СИДОРОВ Ярослав Северович",
     "stored_all": 3910,
     "official_final": 3420
    }
   ]
  },
  {
   "district_id": 206,
   "name": "Тушинский",
   "stored_all_total": 129171,
   "official_final_total_excl_suspect": 116286,
   "candidates": [
    {
     "candidate_id": 113295795,
     "name": "АЛЫРИН Святослав Игоревич",
     "stored_all": 6196,
     "official_final": 5449
    },
    {
     "candidate_id": 122648962,
     "name": "АНДРОПОВ Сергей Николаевич",
     "stored_all": 7276,
     "official_final": 6398
    },
    {
     "candidate_id": 131635289,
     "name": "ВАСИЛЬЕВ Александр Михайлович",
     "stored_all": 4552,
     "official_final": 3949
    },
    {
     "candidate_id": 143715510,
     "name": "ГРЕБЕННИК Андрей Вадимович",
     "stored_all": 24224,
     "official_final": 21476
    },
    {
     "candidate_id": 151508114,
     "name": "ИВАНОВА Мария Михайловна",
     "stored_all": 14487,
     "official_final": 12835
    },
    {
     "candidate_id": 165055597,
     "name": "КОПКИНА Ирина Николаевна",
     "stored_all": 6336,
     "official_final": 5621
    },
    {
     "candidate_id": 178404279,
     "name": "МАЖУГА Александр Георгиевич",
     "stored_all": 53548,
     "official_final": 49469
    },
    {
     "candidate_id": 182760660,
     "name": "МИШАРИН Михаил Юрьевич",
     "stored_all": 3651,
     "official_final": 3241
    },
    {
     "candidate_id": 193533662,
     "name": "ПОНОМАРЕВ Михаил Александрович",
     "stored_all": 1873,
     "official_final": 1631
    },
    {
     "candidate_id": 201612799,
     "name": "ЦЫБА Алексей Николаевич",
     "stored_all": 7028,
     "official_final": 6217
    }
   ]
  },
  {
   "district_id": 207,
   "name": "Ховринский",
   "stored_all_total": 140363,
   "official_final_total_excl_suspect": 126352,
   "candidates": [
    {
     "candidate_id": 115873463,
     "name": "БЕЛЫХ Ирина Викторовна",
     "stored_all": 59952,
     "official_final": 55032
    },
    {
     "candidate_id": 123561430,
     "name": "ДЕМИН Сергей Аркадьевич",
     "stored_all": 2616,
     "official_final": 2304
    },
    {
     "candidate_id": 131038065,
     "name": "МАКАРЕНКО Дмитрий Григорьевич",
     "stored_all": 10691,
     "official_final": 9475
    },
    {
     "candidate_id": 143207944,
     "name": "МИЛОВАНОВ Вячеслав Анатольевич",
     "stored_all": 9259,
     "official_final": 8124
    },
    {
     "candidate_id": 151883021,
     "name": "ПАВЛИНОВ Аркадий Борисович",
     "stored_all": 10757,
     "official_final": 9551
    },
    {
     "candidate_id": 162583844,
     "name": "ПАНГАЕВ Андрей Валерьевич",
     "stored_all": 4188,
     "official_final": 3729
    },
    {
     "candidate_id": 173057518,
     "name": "СЕРАФОНТОВ Евгений Алексеевич",
     "stored_all": 1831,
     "official_final": 1619
    },
    {
     "candidate_id": 181152242,
     "name": "СОЛОВЬЕВ Степан Геннадьевич",
     "stored_all": 2421,
     "official_final": 2179
    },
    {
     "candidate_id": 191257530,
     "name": "УЛЬЯНОВ Илья Михайлович",
     "stored_all": 5833,
     "official_final": 5099
    },
    {
     "candidate_id": 201300157,
     "name": "УЛЬЯНОВ Сергей Александрович",
     "stored_all": 3159,
     "official_final": 2804
    },
    {
     "candidate_id": 213415260,
     "name": "УЛЬЯНЧЕНКО Иван Викторович",
     "stored_all": 21822,
     "official_final": 19434
    },
    {
     "candidate_id": 221857832,
     "name": "ХАЗИН Михаил Леонидович",
     "stored_all": 6231,
     "official_final": 5607
    },
    {
     "candidate_id": 231258737,
     "name": "ЮРЧЕНКО Юрий Петрович",
     "stored_all": 1603,
     "official_final": 1395
    }
   ]
  },
  {
   "district_id": 208,
   "name": "Центральный",
   "stored_all_total": 102057,
   "official_final_total_excl_suspect": 92194,
   "candidates": [
    {
     "candidate_id": 111337646,
     "name": "ВИННИЦКАЯ Татьяна Геннадьевна",
     "stored_all": 7743,
     "official_final": 6876
    },
    {
     "candidate_id": 121115662,
     "name": "ЗАХАРОВ Дмитрий Александрович",
     "stored_all": 2818,
     "official_final": 2460
    },
    {
     "candidate_id": 135833509,
     "name": "КОШЛАКОВ-КРЕСТОВСКИЙ Дмитрий Владимирович",
     "stored_all": 6787,
     "official_final": 6039
    },
    {
     "candidate_id": 149646701,
     "name": "ЛЕОНОВ Олег Юрьевич",
     "stored_all": 33659,
     "official_final": 31331
    },
    {
     "candidate_id": 153878280,
     "name": "МИТРОХИН Сергей Сергеевич",
     "stored_all": 17426,
     "official_final": 15631
    },
    {
     "candidate_id": 161032698,
     "name": "ОСТАНИНА Нина Александровна",
     "stored_all": 7817,
     "official_final": 6906
    },
    {
     "candidate_id": 179461152,
     "name": "ХАРАИДЗЕ Кетеван Гурамовна",
     "stored_all": 2749,
     "official_final": 2449
    },
    {
     "candidate_id": 188459041,
     "name": "ШЕВЧЕНКО Максим Леонардович",
     "stored_all": 5455,
     "official_final": 4830
    },
    {
     "candidate_id": 191711618,
     "name": "ШИРОКОВ Андрей Вячеславович",
     "stored_all": 6218,
     "official_final": 5560
    },
    {
     "candidate_id": 203820493,
     "name": "ЮШИН Анатолий Павлович",
     "stored_all": 1534,
     "official_final": 1368
    },
    {
     "candidate_id": 211191184,
     "name": "ЯКУБОВИЧ Яков Борисович",
     "stored_all": 2414,
     "official_final": 2141
    },
    {
     "candidate_id": 222709186,
     "name": "ЯНДИЕВ Магомет Исаевич",
     "stored_all": 7437,
     "official_final": 6603
    }
   ]
  },
  {
   "district_id": 209,
   "name": "Черемушкинский",
   "stored_all_total": 127346,
   "official_final_total_excl_suspect": 114890,
   "candidates": [
    {
     "candidate_id": 114082593,
     "name": "БАКЛАНОВ Александр Александрович",
     "stored_all": 4016,
     "official_final": 3483
    },
    {
     "candidate_id": 129971252,
     "name": "ВОЛКОВ Алексей Анатольевич",
     "stored_all": 3474,
     "official_final": 3037
    },
    {
     "candidate_id": 131860637,
     "name": "ВОЛКОВ Николай Юрьевич",
     "stored_all": 14646,
     "official_final": 12924
    },
    {
     "candidate_id": 142905091,
     "name": "ИЛЬИН Роман Анатольевич",
     "stored_all": 2380,
     "official_final": 2135
    },
    {
     "candidate_id": 153090236,
     "name": "МАКСИМОВ Юрий Николаевич",
     "stored_all": 8835,
     "official_final": 7721
    },
    {
     "candidate_id": 164133981,
     "name": "НИКОЛАЕВ Игорь Алексеевич",
     "stored_all": 18773,
     "official_final": 16846
    },
    {
     "candidate_id": 172595489,
     "name": "ПАЛЮЛИН Антон Юрьевич",
     "stored_all": 2304,
     "official_final": 2041
    },
    {
     "candidate_id": 182247230,
     "name": "РУМЯНЦЕВ Александр Григорьевич",
     "stored_all": 52454,
     "official_final": 48517
    },
    {
     "candidate_id": 191798290,
     "name": "ЧИРКОВ Максим Андреевич",
     "stored_all": 12192,
     "official_final": 10795
    },
    {
     "candidate_id": 204059760,
     "name": "ШУПЕНЯ Даниил Сергеевич",
     "stored_all": 8272,
     "official_final": 7391
    }
   ]
  },
  {
   "district_id": 210,
   "name": "Чертановский",
   "stored_all_total": 135302,
   "official_final_total_excl_suspect": 122003,
   "candidates": [
    {
     "candidate_id": 112984909,
     "name": "БАРМЕНКОВ Евгений Валерьевич",
     "stored_all": 6590,
     "official_final": 5810
    },
    {
     "candidate_id": 123550582,
     "name": "БАТАШЕВ Анатолий Геннадьевич",
     "stored_all": 2630,
     "official_final": 2321
    },
    {
     "candidate_id": 131683581,
     "name": "БУТКЕЕВ Владимир Анатольевич",
     "stored_all": 9255,
     "official_final": 8246
    },
    {
     "candidate_id": 142950973,
     "name": "КОРШУНКОВ Владислав Сергеевич",
     "stored_all": 6815,
     "official_final": 5998
    },
    {
     "candidate_id": 154088773,
     "name": "КРАПУХИН Алексей Игоревич",
     "stored_all": 3926,
     "official_final": 3501
    },
    {
     "candidate_id": 162357220,
     "name": "НАЧЕВСКИЙ Михаил Владимирович",
     "stored_all": 12549,
     "official_final": 11177
    },
    {
     "candidate_id": 172154321,
     "name": "РОМАНЕНКО Роман Юрьевич",
     "stored_all": 61172,
     "official_final": 56234
    },
    {
     "candidate_id": 183730917,
     "name": "СМИТИЕНКО Степан Борисович",
     "stored_all": 2042,
     "official_final": 1790
    },
    {
     "candidate_id": 193846930,
     "name": "ТАРАНЦОВ Михаил Александрович",
     "stored_all": 24443,
     "official_final": 21751
    },
    {
     "candidate_id": 203914631,
     "name": "ТАРАЩАНСКИЙ Леонид Асирович",
     "stored_all": 3031,
     "official_final": 2624
    },
    {
     "candidate_id": 213814092,
     "name": "ЯЦЕВСКИЙ Артемий Андреевич",
     "stored_all": 2849,
     "official_final": 2551
    }
   ]
  }
 ]
};
