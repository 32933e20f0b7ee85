/**
 * The commands and events of the vendor's {@code WebChatService} for Java: a face over Engage chat v2 (REST and CometD), v3, and
 * any other back end.
 */
@NullMarked
package dev.confab.client.webchat;

import org.jspecify.annotations.NullMarked;
