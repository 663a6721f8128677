import { bomIndexKey, bomPointerKey, bomSetKey } from './packed-document.ts';
import { type Queryable, select } from './sql.ts';

/** A BOM that was handed in, as others point to it. */
export interface KeptBom {
  readonly sha256: string;
  readonly summary: string;
  /** `urn:uuid:…`, lower case. */
  readonly serialNumber: string | null;
  readonly version: number | null;
}

/** BOMs of one serial number that are looked at; whoever hands in more of them gains nothing. */
const MAX_BOMS = 200;

/** BOMs with one of these serial numbers, or whose file has one of these digests; which of them somebody may see is asked elsewhere. */
export async function findKeptBoms(
  db: Queryable,
  { serialNumbers, digests }: { readonly serialNumbers: readonly string[]; readonly digests: readonly string[] },
): Promise<readonly KeptBom[]> {
  if (serialNumbers.length === 0 && digests.length === 0) return [];
  const rows = await select<{ sha256: string; summary: string; named: string | null }>(
    db,
    `SELECT d.sha256, d.summary, v.key AS named FROM document d
     LEFT JOIN link_key v ON v.sha256 = d.sha256 AND v.document_id = d.document_id AND v.strength = 'bom-version'
     WHERE d.kind = 'cyclonedx-bom' AND (d.sha256 = ANY($2) OR d.sha256 IN (SELECT sha256 FROM link_key WHERE key = ANY($1) AND strength = 'bom'))
     ORDER BY d.sha256 LIMIT ${MAX_BOMS}`,
    [serialNumbers.map(bomIndexKey), digests],
  );
  return rows.map(({ sha256, summary, named }) => ({ sha256, summary, ...namedBy(named) }));
}

function namedBy(key: string | null): Pick<KeptBom, 'serialNumber' | 'version'> {
  const [, serialNumber, version] = /^bom:(.*)\/([0-9]+)$/s.exec(key ?? '') ?? [];
  return { serialNumber: serialNumber ?? null, version: version === undefined ? null : Number(version) };
}

/** Files that are looked at for one BOM; the page shows fewer. */
const MAX_SAME = 50;

/** Other files that list the same components as a BOM, in any form and order; which of them somebody may see is asked elsewhere. */
export async function findBomsOfSet(
  db: Queryable,
  { digest, except }: { readonly digest: string; readonly except: string },
): Promise<readonly Pick<KeptBom, 'sha256' | 'summary'>[]> {
  return select(
    db,
    `SELECT d.sha256, d.summary FROM document d WHERE d.kind = 'cyclonedx-bom' AND d.sha256 <> $2
       AND d.sha256 IN (SELECT sha256 FROM link_key WHERE key = $1 AND strength = 'bom-set')
     ORDER BY d.sha256 LIMIT ${MAX_SAME}`,
    [bomSetKey(digest), except],
  );
}

/** Other BOMs of which a part points to this one, by its serial number in any version or by the digest of its file; who may see them is asked elsewhere. */
export async function findPointingBoms(
  db: Queryable,
  { serialNumber, sha256 }: { readonly serialNumber: string | null; readonly sha256: string },
): Promise<readonly Pick<KeptBom, 'sha256' | 'summary'>[]> {
  const names = [sha256, ...(serialNumber === null ? [] : [serialNumber])];
  return select(
    db,
    `SELECT d.sha256, d.summary FROM document d WHERE d.kind = 'cyclonedx-bom' AND d.sha256 <> $2
       AND d.sha256 IN (SELECT sha256 FROM link_key WHERE key = ANY($1) AND strength = 'bom-link')
     ORDER BY d.sha256 LIMIT ${MAX_SAME}`,
    [names.map(bomPointerKey), sha256],
  );
}

/** A BOM of a device, under a serial number that another device has a BOM of. */
export interface BomClaim extends Pick<KeptBom, 'sha256' | 'version'> {
  readonly device: string;
  readonly model: string | null;
  readonly serial: string | null;
}

/** Claims that are looked at for one serial number; the page shows fewer. */
const MAX_CLAIMS = 50;

/** BOMs of this serial number, in any version, that belong to other devices; which of these somebody may see is asked elsewhere. */
export async function findBomClaims(
  db: Queryable,
  { serialNumber, except }: { readonly serialNumber: string; readonly except: string },
): Promise<readonly BomClaim[]> {
  const rows = await select<{ device: string; model: string | null; serial: string | null; sha256: string; named: string | null }>(
    db,
    `SELECT d.id AS device, d.model, d.serial, b.sha256, v.key AS named FROM link_key b
     JOIN device_artifact a ON a.sha256 = b.sha256 AND a.document_id = b.document_id AND a.device_id <> $2
     JOIN device d ON d.id = a.device_id
     LEFT JOIN link_key v ON v.sha256 = b.sha256 AND v.document_id = b.document_id AND v.strength = 'bom-version'
     WHERE b.key = $1 AND b.strength = 'bom'
     ORDER BY d.id, b.sha256 LIMIT ${MAX_CLAIMS}`,
    [bomIndexKey(serialNumber), except],
  );
  return rows.map(({ named, ...claim }) => ({ ...claim, version: namedBy(named).version }));
}
