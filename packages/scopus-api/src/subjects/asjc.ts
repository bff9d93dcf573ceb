/**
 * The All Science Journal Classification, by area: abbreviation, area, and the subjects of the area in the order of their
 * codes. In each area but the first, two more come before them: all of it, and the rest of it.
 *
 * @see https://dev.elsevier.com/documentation/SubjectClassificationsAPI.wadl
 */
const areas: readonly (readonly [code: number, abbreviation: string, area: string, subjects: string])[] = [
  [1000, 'MULT', 'Multidisciplinary', ''],
  [
    1100,
    'AGRI',
    'Agricultural and Biological Sciences',
    'Agronomy and Crop Science|Animal Science and Zoology|Aquatic Science|Ecology, Evolution, Behavior and Systematics|Food Science|Forestry|Horticulture|Insect Science|Plant Science|Soil Science',
  ],
  [
    1200,
    'ARTS',
    'Arts and Humanities',
    'History|Language and Linguistics|Archeology (arts and humanities)|Classics|Conservation|History and Philosophy of Science|Literature and Literary Theory|Museology|Music|Philosophy|Religious Studies|Visual Arts and Performing Arts',
  ],
  [
    1300,
    'BIOC',
    'Biochemistry, Genetics and Molecular Biology',
    'Aging|Biochemistry|Biophysics|Biotechnology|Cancer Research|Cell Biology|Clinical Biochemistry|Developmental Biology|Endocrinology|Genetics|Molecular Biology|Molecular Medicine|Physiology|Structural Biology',
  ],
  [
    1400,
    'BUSI',
    'Business, Management and Accounting',
    'Accounting|Business and International Management|Management Information Systems|Management of Technology and Innovation|Marketing|Organizational Behavior and Human Resource Management|Strategy and Management|Tourism, Leisure and Hospitality Management|Industrial Relations',
  ],
  [
    1500,
    'CENG',
    'Chemical Engineering',
    'Bioengineering|Catalysis|Chemical Health and Safety|Colloid and Surface Chemistry|Filtration and Separation|Fluid Flow and Transfer Processes|Process Chemistry and Technology',
  ],
  [1600, 'CHEM', 'Chemistry', 'Analytical Chemistry|Electrochemistry|Inorganic Chemistry|Organic Chemistry|Physical and Theoretical Chemistry|Spectroscopy'],
  [
    1700,
    'COMP',
    'Computer Science',
    'Artificial Intelligence|Computational Theory and Mathematics|Computer Graphics and Computer-Aided Design|Computer Networks and Communications|Computer Science Applications|Computer Vision and Pattern Recognition|Hardware and Architecture|Human-Computer Interaction|Information Systems|Signal Processing|Software',
  ],
  [1800, 'DECI', 'Decision Sciences', 'Information Systems and Management|Management Science and Operations Research|Statistics, Probability and Uncertainty'],
  [
    1900,
    'EART',
    'Earth and Planetary Sciences',
    'Atmospheric Science|Computers in Earth Sciences|Earth-Surface Processes|Economic Geology|Geochemistry and Petrology|Geology|Geophysics|Geotechnical Engineering and Engineering Geology|Oceanography|Paleontology|Space and Planetary Science|Stratigraphy',
  ],
  [2000, 'ECON', 'Economics, Econometrics and Finance', 'Economics and Econometrics|Finance'],
  [
    2100,
    'ENER',
    'Energy',
    'Energy Engineering and Power Technology|Fuel Technology|Nuclear Energy and Engineering|Renewable Energy, Sustainability and the Environment',
  ],
  [
    2200,
    'ENGI',
    'Engineering',
    'Aerospace Engineering|Automotive Engineering|Biomedical Engineering|Civil and Structural Engineering|Computational Mechanics|Control and Systems Engineering|Electrical and Electronic Engineering|Industrial and Manufacturing Engineering|Mechanical Engineering|Mechanics of Materials|Ocean Engineering|Safety, Risk, Reliability and Quality|Media Technology|Building and Construction|Architecture',
  ],
  [
    2300,
    'ENVI',
    'Environmental Science',
    'Ecological Modeling|Ecology|Environmental Chemistry|Environmental Engineering|Global and Planetary Change|Health, Toxicology and Mutagenesis|Management, Monitoring, Policy and Law|Nature and Landscape Conservation|Pollution|Waste Management and Disposal|Water Science and Technology',
  ],
  [2400, 'IMMU', 'Immunology and Microbiology', 'Applied Microbiology and Biotechnology|Immunology|Microbiology|Parasitology|Virology'],
  [
    2500,
    'MATE',
    'Materials Science',
    'Biomaterials|Ceramics and Composites|Electronic, Optical and Magnetic Materials|Materials Chemistry|Metals and Alloys|Polymers and Plastics|Surfaces, Coatings and Films|Nanoscience and Nanotechnology',
  ],
  [
    2600,
    'MATH',
    'Mathematics',
    'Algebra and Number Theory|Analysis|Applied Mathematics|Computational Mathematics|Control and Optimization|Discrete Mathematics and Combinatorics|Geometry and Topology|Logic|Mathematical Physics|Modeling and Simulation|Numerical Analysis|Statistics and Probability|Theoretical Computer Science',
  ],
  [
    2700,
    'MEDI',
    'Medicine',
    'Anatomy|Anesthesiology and Pain Medicine|Biochemistry (medical)|Cardiology and Cardiovascular Medicine|Critical Care and Intensive Care Medicine|Complementary and Alternative Medicine|Dermatology|Drug Guides|Embryology|Emergency Medicine|Endocrinology, Diabetes and Metabolism|Epidemiology|Family Practice|Gastroenterology|Genetics (clinical)|Geriatrics and Gerontology|Health Informatics|Health Policy|Hematology|Hepatology|Histology|Immunology and Allergy|Internal Medicine|Infectious Diseases|Microbiology (medical)|Nephrology|Neurology (clinical)|Obstetrics and Gynecology|Oncology|Ophthalmology|Orthopedics and Sports Medicine|Otorhinolaryngology|Pathology and Forensic Medicine|Pediatrics, Perinatology and Child Health|Pharmacology (medical)|Physiology (medical)|Psychiatry and Mental Health|Public Health, Environmental and Occupational Health|Pulmonary and Respiratory Medicine|Radiology, Nuclear Medicine and Imaging|Rehabilitation|Reproductive Medicine|Reviews and References (medical)|Rheumatology|Surgery|Transplantation|Urology',
  ],
  [
    2800,
    'NEUR',
    'Neuroscience',
    'Behavioral Neuroscience|Biological Psychiatry|Cellular and Molecular Neuroscience|Cognitive Neuroscience|Developmental Neuroscience|Endocrine and Autonomic Systems|Neurology|Sensory Systems',
  ],
  [
    2900,
    'NURS',
    'Nursing',
    'Advanced and Specialized Nursing|Assessment and Diagnosis|Care Planning|Community and Home Care|Critical Care Nursing|Emergency Nursing|Fundamentals and Skills|Gerontology|Issues, Ethics and Legal Aspects|Leadership and Management|LPN and LVN|Maternity and Midwifery|Medical and Surgical Nursing|Nurse Assisting|Nutrition and Dietetics|Oncology (nursing)|Pathophysiology|Pediatrics|Pharmacology (nursing)|Psychiatric Mental Health|Research and Theory|Review and Exam Preparation',
  ],
  [3000, 'PHAR', 'Pharmacology, Toxicology and Pharmaceutics', 'Drug Discovery|Pharmaceutical Science|Pharmacology|Toxicology'],
  [
    3100,
    'PHYS',
    'Physics and Astronomy',
    'Acoustics and Ultrasonics|Astronomy and Astrophysics|Condensed Matter Physics|Instrumentation|Nuclear and High Energy Physics|Atomic and Molecular Physics, and Optics|Radiation|Statistical and Nonlinear Physics|Surfaces and Interfaces',
  ],
  [
    3200,
    'PSYC',
    'Psychology',
    'Applied Psychology|Clinical Psychology|Developmental and Educational Psychology|Experimental and Cognitive Psychology|Neuropsychology and Physiological Psychology|Social Psychology',
  ],
  [
    3300,
    'SOCI',
    'Social Sciences',
    'Archeology|Development|Education|Geography, Planning and Development|Health (social science)|Human Factors and Ergonomics|Law|Library and Information Sciences|Linguistics and Language|Safety Research|Sociology and Political Science|Transportation|Anthropology|Communication|Cultural Studies|Demography|Gender Studies|Life-span and Life-course Studies|Political Science and International Relations|Public Administration|Urban Studies|Social Work',
  ],
  [3400, 'VETE', 'Veterinary', 'Equine|Food Animals|Small Animals'],
  [3500, 'DENT', 'Dentistry', 'Dental Assisting|Dental Hygiene|Oral Surgery|Orthodontics|Periodontics'],
  [
    3600,
    'HEAL',
    'Health Professions',
    'Chiropractics|Complementary and Manual Therapy|Emergency Medical Services|Health Information Management|Medical Assisting and Transcription|Medical Laboratory Technology|Medical Terminology|Occupational Therapy|Optometry|Pharmacy|Physical Therapy, Sports Therapy and Rehabilitation|Podiatry|Radiological and Ultrasound Technology|Respiratory Care|Speech and Hearing',
  ],
];

/** Abbreviations of the areas, as SUBJAREA(…) takes them. */
export const subjectAreas: readonly string[] = areas.map(([, abbreviation]) => abbreviation);

/** A subject of the classification. */
export interface SubjectClass {
  /** Four digits. */
  code: string;
  /** Of its area, as `COMP`. */
  abbreviation: string;
  area: string;
  name: string;
}

/** All subjects in the order of their codes: 27 areas. */
export const asjc: readonly SubjectClass[] = areas.flatMap(([first, abbreviation, area, subjects]) => {
  if (!subjects) return [{ code: String(first), abbreviation, area, name: area }];
  const names = [`${area} (all)`, `${area} (miscellaneous)`, ...subjects.split('|')];
  return names.map((name, i) => ({ code: String(first + i), abbreviation, area, name }));
});
