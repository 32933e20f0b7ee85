package dev.confab.client.messaging;

import dev.confab.transport.model.Capability;

/** What the service can do now. */
abstract class MessagingCapabilities extends MessagingView {

    MessagingCapabilities(Board board) {
        super(board);
    }

    /**
     * Starting the service.
     *
     * @return whether it is not available yet, live
     */
    public final dev.confab.client.messaging.Capability getStartServiceCapability() {
        return new dev.confab.client.messaging.Capability(
                board, () -> Allowance.ALLOWED.when(!board.isAvailable(), "The service is available already."));
    }

    /**
     * Making conversations.
     *
     * @return whether that is possible now, live; without a connection, too: they begin with their first message
     */
    public final dev.confab.client.messaging.Capability getCreateConversationCapability() {
        return of(Capability.CREATE_CONVERSATION);
    }

    /**
     * Being told of the conversations of the user.
     *
     * @return whether that is possible now, live
     */
    public final dev.confab.client.messaging.Capability getRetrieveConversationsCapability() {
        return of(Capability.RETRIEVE_CONVERSATIONS);
    }

    /**
     * Searching the conversations of the user.
     *
     * @return whether that is possible now, live
     */
    public final dev.confab.client.messaging.Capability getSearchConversationsCapability() {
        return of(Capability.SEARCH_CONVERSATIONS);
    }

    /**
     * Asking who is reached under an address.
     *
     * @return whether that is possible now, live
     */
    public final dev.confab.client.messaging.Capability getValidateParticipantAddressesCapability() {
        return of(Capability.VALIDATE_ADDRESSES);
    }

    /**
     * Telling the service what was read.
     *
     * @return whether that is possible now, live
     */
    public final dev.confab.client.messaging.Capability getMarkContentAsReadCapability() {
        return of(Capability.MARK_AS_READ);
    }

    private dev.confab.client.messaging.Capability of(Capability capability) {
        return new dev.confab.client.messaging.Capability(board, () -> board.allowance(capability));
    }
}
