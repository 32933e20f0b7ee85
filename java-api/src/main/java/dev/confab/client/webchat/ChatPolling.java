package dev.confab.client.webchat;

import static dev.confab.client.webchat.WebChatRejection.saying;

import dev.confab.transport.model.ErrorCode;

/** Whether the service is asked for news, and whether it is being asked now. Confined to the turns of its service. */
final class ChatPolling {

    private final WebChatDesk desk;
    private boolean automatic;
    private boolean underWay;

    ChatPolling(WebChatDesk desk) {
        this.desk = desk;
    }

    /** A chat began, which polls by itself. */
    void begin() {
        automatic = true;
        Futures.forget(desk.publish(WebChatEvent.POLLING_STARTED));
    }

    /** Another chat, which knows nothing of the polls of the last one. */
    void forget() {
        underWay = false;
    }

    /** The chat is over. */
    void end() {
        if (automatic) {
            automatic = false;
            Futures.forget(desk.publish(WebChatEvent.POLLING_STOPPED));
        }
    }

    /** True when it did not poll by itself before. */
    boolean start() {
        desk.active(WebChatRejection.NO_SESSION).transport().allowPolling(true);
        boolean began = !automatic;
        if (began) {
            begin();
        }
        return began;
    }

    void stop() {
        desk.active(WebChatRejection.NO_SESSION).transport().allowPolling(false);
        end();
    }

    /** The service itself asks for news. */
    void ask() {
        ActiveChat now = desk.active();
        if (now == null || underWay) {
            throw saying(ErrorCode.WRONG_STATE, WebChatRejection.POLL_NOT_FINISHED);
        }
        underWay = true;
        now.transport().poll();
    }

    /** The service answered a poll, or did not. */
    void answered() {
        underWay = false;
    }
}
