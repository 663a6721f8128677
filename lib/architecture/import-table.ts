/** Who may import whom: the table of ARCHITECTURE.md, enforced by imports.test.ts. */
const FORMATS = ['platform-cert', 'tpm', 'cyclonedx', 'inventory'] as const;
const BELOW_FORMATS = ['encoding', 'x509', 'xml', 'component'] as const;
const TO_ARTIFACT = [...BELOW_FORMATS, ...FORMATS, 'attestation', 'artifact'] as const;
const TO_DEVICE = [...TO_ARTIFACT, 'device'] as const;
const TO_CHANGE = [...TO_DEVICE, 'change'] as const;
const TO_DETECT = [...TO_CHANGE, 'detect'] as const;
/** Every floor above the purity line. */
export const PURE = [...TO_DETECT, 'present'] as const;

/** Folder to the folders that it may import beside itself. */
export const IMPORT_TABLE: Readonly<Record<string, readonly string[]>> = {
  encoding: [],
  x509: ['encoding'],
  xml: ['encoding', 'x509'],
  component: ['encoding'],
  'platform-cert': BELOW_FORMATS,
  tpm: BELOW_FORMATS,
  cyclonedx: BELOW_FORMATS,
  inventory: BELOW_FORMATS,
  attestation: [...BELOW_FORMATS, 'tpm'],
  artifact: [...BELOW_FORMATS, ...FORMATS, 'attestation'],
  device: TO_ARTIFACT,
  change: TO_DEVICE,
  detect: TO_CHANGE,
  present: [...TO_DETECT, 'i18n'],
  store: PURE,
  ingest: [...PURE, 'store'],
  auth: [...PURE, 'store'],
  worker: [...PURE, 'store', 'ingest'],
  cli: PURE,
  i18n: [],
  testing: PURE,
  components: ['present', 'i18n', 'device', 'change', 'detect', 'component', 'encoding', 'artifact'],
  app: ['components', 'ingest', 'store', 'auth', 'present', 'i18n'],
  scripts: [...PURE, 'store', 'ingest', 'auth', 'worker', 'cli', 'i18n', 'testing', 'components', 'app', 'scripts'],
  bench: [...PURE, 'store', 'ingest', 'auth', 'worker', 'cli', 'testing', 'scripts'],
  e2e: [...PURE, 'store', 'auth', 'ingest', 'testing', 'i18n', 'scripts'],
  prisma: ['store', 'scripts'],
  fuzz: [...PURE, 'store', 'testing'],
  conformance: [...PURE, 'cli', 'testing'],
  architecture: [],
};

/** Packages that a pure floor may import: a pure library, or what Node has without disk, network and clock. */
export const PURE_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  encoding: ['node:crypto'],
  x509: ['node:crypto'],
  xml: ['node:crypto', 'libxml2-wasm'],
  tpm: ['node:crypto'],
  attestation: ['node:crypto'],
  cyclonedx: ['node:crypto', 'node:module', 'ajv', 'ajv-formats', 'ajv-formats-draft2019', '@cyclonedx/cyclonedx-library'],
  present: ['zod'],
};

/** One file that may do what its folder may not: it reads the schemas that a package ships, which are part of the program. */
export const PACKAGED_FILES: Readonly<Record<string, readonly string[]>> = {
  'lib/cyclonedx/schema-files.ts': ['node:fs', 'node:path'],
};

/** What a `'use client'` file may import of ours. */
export const CLIENT_FOLDERS = ['components', 'present', 'i18n'] as const;
