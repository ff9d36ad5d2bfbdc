import { describe, expect, it } from "vitest";
import { proxyAuthorization, proxyFor } from "./proxy.ts";

const target = new URL("https://hub.example:8443/file");
const proxied = (env: { readonly [name: string]: string }, url: URL = target): string | undefined => proxyFor(url, env)?.href;

describe("proxyFor", () => {
  it("goes by the target's own variable, else ALL_PROXY, lower-case names first", () => {
    expect(proxied({})).toBeUndefined();
    expect(proxied({ HTTP_PROXY: "http://plain:1" })).toBeUndefined();
    expect(proxied({ HTTPS_PROXY: "http://upper:1", https_proxy: "http://lower:1" })).toBe("http://lower:1/");
    expect(proxied({ ALL_PROXY: "all:1" })).toBe("http://all:1/");
    expect(proxied({ ALL_PROXY: "http://all:1", HTTPS_PROXY: "http://upper:1" })).toBe("http://upper:1/");
    expect(proxied({ HTTPS_PROXY: "", HTTP_PROXY: "plain:1" }, new URL("http://hub.example"))).toBe("http://plain:1/");
  });

  it("leaves out what NO_PROXY names: hosts with their subdomains, a port, everything", () => {
    const left = (NO_PROXY: string, url: URL = target): boolean => proxied({ HTTPS_PROXY: "proxy:1", NO_PROXY }, url) === undefined;
    for (const rule of ["hub.example", ".example", "*.example", "a.b, HUB.example ", "*", "hub.example:8443"])
      expect(left(rule), rule).toBe(true);
    for (const rule of ["", ",", "ub.example", "hub.example.org", "hub.example:443", "x"]) expect(left(rule), rule).toBe(false);
    for (const rule of ["::1", "[::1]", "[::1]:443"]) expect(left(rule, new URL("https://[::1]/")), rule).toBe(true);
    expect(left("[::1]:1", new URL("https://[::1]/"))).toBe(false);
  });

  it("says which variable holds no proxy that can be used, without what it holds", () => {
    for (const [value, says] of [
      ["http://jo:geheim@host:notaport", /^HTTPS_PROXY is no address/],
      ["http://", /^HTTPS_PROXY is no address/],
      ["socks5://jo:geheim@host:1080", /^HTTPS_PROXY names a proxy that is spoken to by socks5/],
    ] as const) {
      const failing = (): unknown => proxyFor(target, { HTTPS_PROXY: value });
      expect(failing).toThrow(says);
      expect(failing).toThrow(/^(?!.*geheim)/);
    }
    expect(() => proxyFor(target, { all_proxy: "socks5://host" })).toThrow(/^ALL_PROXY/);
  });
});

describe("proxyAuthorization", () => {
  it("is the name and password decoded, also where a sign was not encoded", () => {
    const sent = (proxy: string): string =>
      Buffer.from(proxyAuthorization(new URL(proxy))["proxy-authorization"]?.replace("Basic ", "") ?? "", "base64").toString();
    expect(sent("http://jo:a%40b%3Ac@proxy:1")).toBe("jo:a@b:c");
    expect(sent("http://jo:100%@proxy:1")).toBe("jo:100%");
    expect(sent("http://jo@proxy:1")).toBe("jo:");
    expect(proxyAuthorization(new URL("http://proxy:1"))).toEqual({});
  });
});
