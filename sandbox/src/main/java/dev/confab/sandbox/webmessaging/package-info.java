/** Genesys Cloud Web Messaging, from the server's side. */
@NullMarked
package dev.confab.sandbox.webmessaging;

import org.jspecify.annotations.NullMarked;
