import type { FleetDevice } from '#lib/store/device-row.ts';

/** A device in a list, as the API writes it. */
export function deviceRowJson(device: FleetDevice) {
  const { id, tier, trust, lifecycle, reason, manufacturer, model, version, serial, openFindings } = device;
  const { lastObservedAt, lastChangedAt, nextChangeAt, assessedAt, stopped } = device;
  const { attestation, lastAttestedAt, secureBoot, firmwareVersion } = device;
  return {
    id,
    tier,
    trust,
    lifecycle,
    reason,
    identity: { manufacturer, model, version, serial },
    findings: openFindings,
    lastObservedAt,
    lastChangedAt,
    attestation,
    lastAttestedAt,
    secureBoot,
    firmwareVersion,
    nextChangeAt,
    assessedAt,
    stopped,
  };
}
