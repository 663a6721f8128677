/** Where the fields of a component stand, as warnings and errors name them. */
export interface ComponentPaths {
  readonly component: string;
  readonly class: string;
  readonly classRegistry: string;
  readonly classValue: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string;
  readonly revision: string;
  readonly manufacturerId: string;
  readonly addresses: string;
  readonly platformCertificate: string;
  readonly platformCertificateUri: string;
  readonly status: string;
}

/** Components whose paths are kept: those of most certificates. */
const KEPT_PATHS = 128;

/** The paths of the fields of a component that stands at a path. */
export function componentPathsOf(path: string): ComponentPaths {
  return {
    component: path,
    class: `${path}.class`,
    classRegistry: `${path}.class.registry`,
    classValue: `${path}.class.value`,
    manufacturer: `${path}.manufacturer`,
    model: `${path}.model`,
    serial: `${path}.serial`,
    revision: `${path}.revision`,
    manufacturerId: `${path}.manufacturerId`,
    addresses: `${path}.addresses`,
    platformCertificate: `${path}.platformCertificate`,
    platformCertificateUri: `${path}.platformCertificateUri`,
    status: `${path}.status`,
  };
}

const kept = Array.from({ length: KEPT_PATHS }, (_, index) => componentPathsOf(`components[${index}]`));

/** The paths of the component of that index: the same in every certificate, so that they are not put together anew for each. */
export function componentPathsAt(index: number): ComponentPaths {
  return kept[index] ?? componentPathsOf(`components[${index}]`);
}
