import { execute, type Queryable } from './sql.ts';

export interface ArtifactsOfDevice {
  readonly deviceId: string;
  /** PEM and DER of one certificate are one document in two artifacts. */
  readonly documents: readonly {
    readonly documentId: string;
    readonly artifacts: readonly string[];
    /** It tells of the device's model. */
    readonly byModel: boolean;
  }[];
}

/** Makes these all the artifacts that belong to their devices; rows that are right already are left alone. */
export async function replaceDeviceArtifacts(db: Queryable, devices: readonly ArtifactsOfDevice[]): Promise<void> {
  const rows = devices.flatMap(({ deviceId, documents }) =>
    documents.flatMap(({ documentId, artifacts, byModel }) =>
      [...new Set(artifacts)].map((sha256) => ({ deviceId, sha256, documentId, byModel })),
    ),
  );
  const columns = [
    rows.map(({ deviceId }) => deviceId),
    rows.map(({ sha256 }) => sha256),
    rows.map(({ documentId }) => documentId),
    rows.map(({ byModel }) => byModel),
  ];
  await execute(
    db,
    `DELETE FROM device_artifact d WHERE d.device_id = ANY($1)
       AND NOT EXISTS (SELECT 1 FROM unnest($2::text[], $3::text[], $4::text[], $5::boolean[]) AS n(device_id, sha256, document_id, by_model)
                       WHERE n.device_id = d.device_id AND n.sha256 = d.sha256 AND n.document_id = d.document_id AND n.by_model = d.by_model)`,
    [devices.map(({ deviceId }) => deviceId), ...columns],
  );
  await execute(
    db,
    `INSERT INTO device_artifact (device_id, sha256, document_id, by_model)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::boolean[]) ON CONFLICT DO NOTHING`,
    columns,
  );
}
