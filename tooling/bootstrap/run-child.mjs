import { spawn } from "node:child_process";

/** The environment of children: the project's own programs first, nothing of an outer npm, and no tool that phones home. */
export function childEnv(root) {
  const env = { ...process.env };
  for (const name of Object.keys(env)) if (/^npm_(config|package|lifecycle|command|execpath|node_execpath)/i.test(name)) delete env[name];
  env.PATH = `${root}/node_modules/.bin:${process.env.PATH ?? ""}`;
  return Object.assign(env, {
    TURBO_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
    NODE_LLAMA_CPP_SKIP_DOWNLOAD: "true",
    NODE_LLAMA_CPP_POSTINSTALL: "skip",
    ONNXRUNTIME_NODE_INSTALL_CUDA: "skip",
  });
}

/**
 * Runs a program and gives its exit code, what it printed to pipes, and whether it was interrupted meanwhile. Signals: the terminal sends Ctrl-C to
 * the child as well, so this process only has to outlive it (a synchronous spawn would die before the child has saved); a TERM is passed on.
 */
export function runChild(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "inherit", ...options });
    let output = "";
    if (child.stdout) child.stdout.on("data", (chunk) => (output += chunk));
    if (child.stderr) child.stderr.on("data", (chunk) => (output += chunk));
    let interrupted = false;
    const wait = () => {
      interrupted = true;
    };
    const pass = () => {
      interrupted = true;
      child.kill("SIGTERM");
    };
    process.on("SIGINT", wait);
    process.on("SIGTERM", pass);
    const over = () => {
      process.off("SIGINT", wait);
      process.off("SIGTERM", pass);
    };
    child.once("error", (error) => {
      over();
      reject(error);
    });
    child.once("close", (code, signal) => {
      over();
      resolve({ code: code ?? (signal === "SIGINT" ? 130 : 143), output, interrupted });
    });
  });
}
