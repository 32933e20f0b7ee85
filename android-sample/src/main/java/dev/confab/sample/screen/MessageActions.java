package dev.confab.sample.screen;

import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.CardAction;
import dev.confab.transport.model.Link;
import dev.confab.transport.model.MessageId;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.QuickReply;

/** What can be done with what a message shows. */
interface MessageActions {

    void retry(MessageId message);

    void discard(MessageId message);

    void choose(MessageId to, QuickReply reply);

    void press(MessageId to, CardAction.Postback button);

    void openDates(MessageId to, MessagePart.DatePicker picker);

    void openList(MessageId to, MessagePart.ListPicker picker);

    void openLink(Link link);

    void openFile(Attachment file);

    void olderAgain();

    void copy(String words);
}
