/** Avaya Multimedia Messaging: REST resources, and hints over WebSocket, event stream and long poll. */
@NullMarked
package dev.confab.sandbox.amm;

import org.jspecify.annotations.NullMarked;
