// Asking the server. Only an answer of ours counts as signal: `navigator.onLine` is true in lifts and behind hotel portals.
import { words } from "./draw.js";

export class NoSignal extends Error {}
export class NotSignedIn extends Error {}

let token = "";
// `ahead`: how far this phone's clock runs before the server's, in milliseconds;
// `since`: when this sign-in began, by the server's clock; `isRevoked`: the school switched this phone off.
export const line = { isThere: null, isSignedIn: null, since: 0, isRevoked: false, ahead: 0, at: 0 };

async function raw(method, url, { body, headers, seconds = 20 } = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), seconds * 1000);
  try {
    const answer = await fetch(url, {
      method,
      body,
      headers,
      signal: stop.signal,
      cache: "no-store",
      credentials: "same-origin",
      redirect: "manual",
    });
    // A portal's page or a proxy's fault is not our server's word.
    const isOurs = (answer.headers.get("content-type") || "").includes("json");
    const said = isOurs ? await answer.json() : null;
    if (answer.type === "opaqueredirect" || (answer.ok && !isOurs)) throw new NoSignal();
    line.isThere = true;
    line.ahead = Date.now() - (Date.parse(answer.headers.get("date")) || Date.now());
    return { status: answer.status, said };
  } catch {
    line.isThere = false;
    throw new NoSignal();
  } finally {
    clearTimeout(timer);
    line.at = Date.now();
  }
}

// Who is signed in here: the public id, "" for nobody. Throws NoSignal.
export async function who(device = "") {
  const { status, said } = await raw("GET", device ? `${words.who}?device=${device}` : words.who, { seconds: 8 });
  if (status !== 200) throw new NoSignal();
  token = said.token;
  line.isSignedIn = said.is_signed_in;
  line.since = said.since;
  if (device) line.isRevoked = said.is_revoked;
  return said.me;
}

// One request: {status, said}. A stale token is fetched anew, once.
export async function ask(method, url, { json, bytes, headers = {}, seconds } = {}) {
  const isWrite = method !== "GET";
  if (isWrite && !token) await who();
  const send = () =>
    raw(method, url, {
      body: json === undefined ? bytes : JSON.stringify(json),
      headers: {
        ...(json === undefined ? {} : { "Content-Type": "application/json" }),
        ...(isWrite ? { "X-CSRFToken": token } : {}),
        ...headers,
      },
      seconds,
    });
  let answer = await send();
  if (answer.status === 403 && isWrite) {
    await who();
    answer = await send();
  }
  if (answer.status === 401) {
    line.isSignedIn = false;
    throw new NotSignedIn();
  }
  return answer;
}
