"""In which countries the languages of the documents are official or the usual language of the administration.

Compiled for the toolkit from the countries' constitutions and the members of the Arab League, of the Community of
Portuguese Language Countries and of the Organisation internationale de la Francophonie where French is official. It
only suggests: the user ticks what is wanted. Codes are those of QGIS's world map (SDS South Sudan, PSX Palestine,
SAH Western Sahara). English is not listed, because it is always suggested.
"""

SPOKEN = {language: frozenset(codes.split()) for language, codes in {
    "ur": "PAK",
    "zh_CN": "CHN HKG MAC SGP TWN",
    "pt_BR": "AGO BRA CPV GNB GNQ MOZ PRT STP TLS",
    "es": "ARG BOL CHL COL CRI CUB DOM ECU ESP GNQ GTM HND MEX NIC PAN PER PRI PRY SLV URY VEN",
    "ar": "ARE BHR COM DJI DZA EGY ERI IRQ JOR KWT LBN LBY MAR MRT OMN PSX QAT SAH SAU SDN SOM SYR TCD TUN YEM",
    "fr": "BDI BEL BEN BFA BLM CAF CHE CIV CMR COD COG COM DJI DZA FRA GAB GIN GNQ HTI LUX MAF MAR MCO MDG MLI MRT "
          "MUS NCL NER PYF RWA SEN SPM SYC TCD TGO TUN VUT WLF",
    "ru": "ARM BLR KAZ KGZ RUS TJK TKM UZB",
}.items()}
