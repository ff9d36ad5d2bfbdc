/** What touches a mask is not looked at: a mask is another border than the text it replaced, and masking twice must change nothing. */
export const NOT_AFTER_MASK: string = String.raw`(?<!\[(?:email|iban|card|ip|phone)\])`;
export const NOT_BEFORE_MASK: string = String.raw`(?!\[(?:email|iban|card|ip|phone)\])`;
