/** The check that tells what the table of who may say what says about a certificate. */
export const POLICY_CHECK = 'issuer-policy';
