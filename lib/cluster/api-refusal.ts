import { forbiddenIn, type Permission } from './permission';

/** The API server, or one behind it, did not give what it was asked for. */
export class ApiRefusal extends Error {
  /** @param status of HTTP; 0 where nobody answered */
  static of(status: number, text: string): ApiRefusal {
    return new ApiRefusal(status, messageOf(text));
  }

  private constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'ApiRefusal';
  }

  /** The permission that is missing, if that is why. */
  get permission(): Permission | undefined {
    return this.status === 403 ? forbiddenIn(this.message) : undefined;
  }
}

function messageOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as { readonly message?: string };
    if (message !== undefined) return message;
  } catch {
    // not from the API server
  }
  const said = text.trim();
  return said.length > 500 ? `${said.slice(0, 500)} …` : said;
}
