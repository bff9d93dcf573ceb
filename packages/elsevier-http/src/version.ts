/** Of all packages of scopekit. */
export const version = '0.1.0';
