package dev.confab.client.webchat;

/** Changes entries before they are told and kept, such as their words. */
@FunctionalInterface
public interface MessagePreprocessor {

    /**
     * Changes an entry. Called by the service's own thread, one call at a time: return soon. An entry whose preprocessor throws is shown
     * as it came, and the listeners are told of the failure.
     *
     * @param message what came, as the preprocessor before this one left it
     * @return what to show instead
     */
    WebChatMessage process(WebChatMessage message);
}
