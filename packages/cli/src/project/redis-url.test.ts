import { expect, it } from "vitest";
import { redisUrl } from "./redis-url.ts";

const secret = "redis://ann:hunter2@host:6379";

it("takes the URL of the environment for env, and any other as it is", () => {
  expect(redisUrl("env", { PAWL_REDIS_URL: secret })).toEqual({ url: secret, warning: null });
  expect(redisUrl("redis://host", { PAWL_REDIS_URL: secret })).toEqual({ url: "redis://host", warning: null });
});

it("says that everyone on the machine sees a password that was typed, and does not repeat it", () => {
  const { url, warning } = redisUrl(secret, {});
  expect(url).toBe(secret);
  expect(warning).toContain("PAWL_REDIS_URL");
  expect(warning).not.toContain("hunter2");
  expect(redisUrl("redis://ann@host", {}).warning).toBeNull();
});

it("names the variable where it is not set", () => {
  for (const env of [{}, { PAWL_REDIS_URL: "" }])
    expect(() => redisUrl("env", env)).toThrow(
      expect.objectContaining({ code: "use.no-redis-url", message: expect.stringContaining("PAWL_REDIS_URL") }),
    );
});

it("refuses what is no URL of a Redis without repeating it", () => {
  for (const wrong of ["triage", "http://ann:hunter2@host", "redis://ann:hun ter2@h:99999"])
    expect(() => redisUrl(wrong, {})).toThrow(
      expect.objectContaining({ code: "use.redis-url", message: expect.not.stringContaining("ter2") }),
    );
  expect(() => redisUrl("env", { PAWL_REDIS_URL: "host:6379" })).toThrow(/PAWL_REDIS_URL/);
  expect(() => redisUrl("redis://ann:hunt%er2@host", {})).toThrow(
    expect.objectContaining({ code: "use.redis-url", message: expect.stringMatching(/^(?!.*er2)[\s\S]*%25/) }),
  );
});
