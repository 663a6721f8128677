/** Something that must hold of every file did not. */
export class PropertyBroken extends Error {
  constructor(property: string, detail: string) {
    super(`${property}: ${detail}`);
    this.name = 'PropertyBroken';
  }
}
