/** Genesys Cloud guest chat: REST calls of the guest, and one WebSocket that tells what happens. */
@NullMarked
package dev.confab.sandbox.guestchat;

import org.jspecify.annotations.NullMarked;
