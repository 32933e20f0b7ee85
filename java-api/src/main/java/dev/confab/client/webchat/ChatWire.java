package dev.confab.client.webchat;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One kind of back end: what it can do, and how chats are made over it. */
interface ChatWire {

    /** What not every back end can do. */
    enum Ability {
        /** News are asked for, and the asking can be held back. */
        POLLING,
        CUSTOM_NOTICE,
        /** User data can change while a chat is on. */
        LIVE_USER_DATA,
        FILES,
        VERIFY_SESSION,
        /** Sessions live without end, and older messages are fetched piece by piece. */
        ASYNC,
        BOTS,
        /** The chat server can be offline while the service is in reach, which is told. */
        SERVER_STATE
    }

    Set<Ability> abilities();

    /** A chat that is not begun yet. */
    ChatTransport chat(ChatSink sink);

    /** The session that a token alone names; null where tokens are not all there is to a session. */
    @Nullable
    WebChatSessionData ofToken(String token);
}
