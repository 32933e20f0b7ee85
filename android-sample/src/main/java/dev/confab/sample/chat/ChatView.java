package dev.confab.sample.chat;

import java.util.List;

/** The conversation screen, as its presenter sees it. Called on the thread of the screen. */
public interface ChatView {

    /** Draws everything; called whenever something has changed. */
    void show(ChatScreen screen);

    /** Puts words into the text field, in place of what is there. */
    void putText(String text);

    /** Tells something that passes, such as why a message was not sent. */
    void tell(Words words);

    /** Takes back what it was told and has not said yet: it goes, and the next view says it. */
    List<Words> untold();

    /** A message of the other side has just come in: for those who hear the screen and do not see it. */
    void heard(Row.Bubble message);

    /** Opens the settings. */
    void openSettings();
}
