package dev.confab.cli.chat;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.client.webmessaging.AsyncWebMessagingAuth;
import org.jspecify.annotations.Nullable;

/**
 * What a chat is made of.
 *
 * @param client not connected yet; closed afterwards
 * @param auth the sign-in of the client's guest; null where the service has none
 * @param restored what the client goes on with
 */
public record ChatSetup(
        AsyncMessagingClient client, @Nullable AsyncWebMessagingAuth auth, ChatLimits limits, Restored restored) {}
