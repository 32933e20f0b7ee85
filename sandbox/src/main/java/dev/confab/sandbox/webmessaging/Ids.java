package dev.confab.sandbox.webmessaging;

import java.util.UUID;

/** Where ids come from. */
interface Ids {

    /** Ids nobody can guess. */
    Ids RANDOM = UUID::randomUUID;

    /** A new id. */
    UUID uuid();

    /** A new id in the form of server ids: 32 hex digits without dashes (Web Messaging protocol notes §2.7). */
    default String hex() {
        return uuid().toString().replace("-", "");
    }
}
