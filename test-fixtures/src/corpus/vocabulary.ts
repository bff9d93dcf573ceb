/** The words of an invented literature. Institutions, journals and funders are made up; cities and countries are real. */

export interface Topic {
  readonly subjects: readonly [code: string, abbreviation: string, name: string][];
  readonly things: readonly string[];
  readonly aims: readonly string[];
  readonly terms: readonly string[];
}

const subject = (code: string, abbreviation: string, name: string): [string, string, string] => [code, abbreviation, name];

export const topics: readonly Topic[] = [
  {
    subjects: [subject('2303', 'ENVI', 'Ecology'), subject('1910', 'EART', 'Oceanography')],
    things: ['coral reefs', 'seagrass meadows', 'mangrove forests', 'kelp beds', 'reef fish', 'plankton communities', 'estuarine sediments'],
    aims: ['bleaching', 'larval dispersal', 'nutrient uptake', 'carbon burial', 'species turnover', 'recovery after storms'],
    terms: ['biodiversity', 'sea surface temperature', 'acidification', 'marine protected area', 'resilience'],
  },
  {
    subjects: [subject('2740', 'MEDI', 'Pulmonary and Respiratory Medicine'), subject('2718', 'MEDI', 'Health Informatics')],
    things: ['asthma', 'chronic cough', 'sleep apnoea', 'lung nodules', 'paediatric pneumonia', 'pulmonary fibrosis'],
    aims: ['early diagnosis', 'hospital readmission', 'treatment adherence', 'risk stratification', 'symptom burden'],
    terms: ['spirometry', 'cohort study', 'randomised trial', 'quality of life', 'telehealth'],
  },
  {
    subjects: [subject('1702', 'COMP', 'Artificial Intelligence'), subject('1712', 'COMP', 'Software')],
    things: ['code review', 'program repair', 'compiler warnings', 'test suites', 'data pipelines', 'recommender systems', 'static type checkers'],
    aims: ['defect prediction', 'energy consumption', 'reproducibility', 'developer productivity', 'automated refactoring'],
    terms: ['open source', 'benchmark', 'version control', 'continuous integration', 'empirical study'],
  },
  {
    subjects: [
      subject('2105', 'ENER', 'Renewable Energy, Sustainability and the Environment'),
      subject('2208', 'ENGI', 'Electrical and Electronic Engineering'),
    ],
    things: ['wind farms', 'perovskite solar cells', 'lithium-ion batteries', 'microgrids', 'heat pumps', 'tidal turbines'],
    aims: ['capacity fade', 'fault detection', 'load forecasting', 'life cycle cost', 'grid stability'],
    terms: ['state of charge', 'power electronics', 'optimization', 'demand response', 'storage'],
  },
  {
    subjects: [subject('1106', 'AGRI', 'Food Science'), subject('1102', 'AGRI', 'Agronomy and Crop Science')],
    things: ['wheat yield', 'sourdough fermentation', 'olive oil', 'soil moisture', 'tomato varieties', 'barley straw'],
    aims: ['shelf life', 'drought tolerance', 'aroma profile', 'pest control', 'nitrogen use'],
    terms: ['phenotyping', 'field trial', 'sensory analysis', 'irrigation', 'genotype'],
  },
  {
    subjects: [subject('3304', 'SOCI', 'Education'), subject('3309', 'SOCI', 'Library and Information Sciences')],
    things: ['open access policies', 'peer review', 'university rankings', 'citation networks', 'institutional repositories', 'first-year students'],
    aims: ['gender differences', 'research impact', 'dropout', 'information literacy', 'collaboration patterns'],
    terms: ['bibliometrics', 'survey', 'higher education', 'scholarly communication', 'equity'],
  },
  {
    subjects: [subject('1312', 'BIOC', 'Molecular Biology'), subject('2716', 'MEDI', 'Genetics (clinical)')],
    things: ['long non-coding RNA', 'membrane proteins', 'zebrafish embryos', 'CRISPR screens', 'gut microbiota', 'T cells'],
    aims: ['differentiation', 'gene regulation', 'off-target effects', 'protein folding', 'drug resistance'],
    terms: ['sequencing', 'transcriptome', 'mutagenesis', 'expression profile', 'pathway analysis'],
  },
  {
    subjects: [subject('2212', 'ENGI', 'Ocean Engineering'), subject('2305', 'ENVI', 'Environmental Engineering')],
    things: ['urban floods', 'river deltas', 'stormwater ponds', 'sea walls', 'drinking water networks', 'landslides'],
    aims: ['early warning', 'leak localisation', 'hazard mapping', 'contaminant transport', 'adaptation planning'],
    terms: ['remote sensing', 'hydrological model', 'uncertainty', 'climate change', 'vulnerability'],
  },
];

export const approaches = [
  'machine learning',
  'deep neural networks',
  'Bayesian inference',
  'a longitudinal survey',
  'field experiments',
  'finite element models',
  'systematic review',
  'agent-based simulation',
  'mixed methods',
] as const;
export const tools = ['Python', 'R', 'Julia', 'MATLAB'] as const;

export const families = [
  'García',
  'Nowak',
  'van der Berg',
  'Okafor',
  'Lindqvist',
  'Tanaka',
  "O'Rourke",
  'Müller',
  'Petrov',
  'Silva',
  'Haddad',
  'Kaya',
  'Fernández-Ruiz',
  'Chen',
  'Wójcik',
  'Dubois',
  'Rossi',
  'Novák',
  'Andersen',
  'Mbeki',
  'Kowalska',
  'Ivanova',
  'Santos',
  'Yılmaz',
  'Papadopoulos',
  'Khan',
  'Li',
  'Nguyen',
  'Kim',
  'Ødegaard',
  'Schäfer',
  'Moreau',
  'Bianchi',
  'Horváth',
  'Popescu',
  'Jansen',
  'Costa',
  'Murphy',
  'Cohen',
  'Singh',
] as const;
export const givens = [
  'Ana',
  'Piotr',
  'Carla',
  'Ngozi',
  'Erik',
  'Yuki',
  'Siobhán',
  'Jürgen',
  'Dmitri',
  'João',
  'Leila',
  'Emre',
  'Lucía',
  'Wei',
  'Zofia',
  'Camille',
  'Marco',
  'Tereza',
  'Ingrid',
  'Thabo',
  'Magda',
  'Olga',
  'Rafael',
  'Deniz',
  'Eleni',
  'Aisha',
  'Min',
  'Linh',
  'Hana',
  'Sigrid',
  'Felix',
  'Élodie',
  'Giulia',
  'Bence',
  'Andrei',
  'Pieter',
  'Inês',
  'Ciara',
  'Noa',
  'Arjun',
] as const;

export const places: readonly [city: string, country: string][] = [
  ['Gdańsk', 'Poland'],
  ['Valparaíso', 'Chile'],
  ['Bergen', 'Norway'],
  ['Pune', 'India'],
  ['Coimbra', 'Portugal'],
  ['Sapporo', 'Japan'],
  ['Accra', 'Ghana'],
  ['Graz', 'Austria'],
  ['Galway', 'Ireland'],
  ['Hobart', 'Australia'],
  ['Izmir', 'Turkey'],
  ['Ghent', 'Belgium'],
  ['Cusco', 'Peru'],
  ['Daegu', 'South Korea'],
  ['Tartu', 'Estonia'],
  ['Halifax', 'Canada'],
];
export const departments = [
  'Department of Applied Studies',
  'School of Data and Society',
  'Institute of Field Research',
  'Faculty of Natural Sciences',
] as const;
export const funders: readonly [name: string, acronym: string][] = [
  ['Invented Research Council', 'IRC'],
  ['Northern Sea Foundation', 'NSF-X'],
  ['Fund for Imaginary Science', 'FIS'],
  ['Open Methods Trust', 'OMT'],
];
export const publishers = ['Fictional Press', 'Elsevier B.V.', 'Harbour Academic', 'Meridian Journals'] as const;
