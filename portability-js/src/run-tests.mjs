// kotlin-test looks for a framework in global functions; this gives it the one that Node has.
import { createRequire } from "node:module";
import { describe, it } from "node:test";

Object.assign(globalThis, { describe, it, xdescribe: describe.skip, xit: it.skip });
createRequire(import.meta.url)(process.argv[2]);
