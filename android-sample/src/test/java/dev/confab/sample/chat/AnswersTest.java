package dev.confab.sample.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.confab.sandbox.Scenario;
import dev.confab.transport.model.CardAction;
import dev.confab.transport.model.MessagePart;
import dev.confab.transport.model.Reply;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What can be chosen instead of typed. */
class AnswersTest {

    @Test
    void aQuickReplyIsChosenOnce() {
        try (ChatTester chat = ChatTester.talking(Scenario.CONCIERGE).connected()) {
            chat.say("quick replies");
            Row.Choices choices = chat.screen.present(Row.Choices.class);
            assertEquals("Yes, please", choices.replies().get(0).getText());
            chat.presenter.answers().choose(choices.to(), choices.replies().get(0));
            chat.screen.awaitBubble("You chose “Yes, please” (CALL_YES).", bubble -> !bubble.own());
            assertNull(chat.screen.row(Row.Choices.class));
        }
    }

    @Test
    void aButtonOfACardIsPressed() {
        try (ChatTester chat = ChatTester.talking(Scenario.CONCIERGE).connected()) {
            chat.say("carousel");
            Row.Bubble shown = awaitPart(chat, MessagePart.Carousel.class);
            MessagePart.Carousel carousel = (MessagePart.Carousel) shown.parts().get(0);
            CardAction.Postback choose = (CardAction.Postback)
                    carousel.getCards().get(1).getActions().get(1);
            chat.presenter.answers().press(shown.id(), choose);
            chat.screen.awaitBubble("You chose “Choose Premium” (PLAN_PREMIUM).", bubble -> !bubble.own());
            assertFalse(awaitPart(chat, MessagePart.Carousel.class).answerable());
        }
    }

    @Test
    void aDateIsChosen() {
        try (ChatTester chat = ChatTester.talking(Scenario.CONCIERGE).connected()) {
            chat.say("date picker");
            Row.Bubble shown = awaitPart(chat, MessagePart.DatePicker.class);
            String time = ((MessagePart.DatePicker) shown.parts().get(0))
                    .getTimes()
                    .get(1)
                    .getDateTime();
            chat.presenter.answers().chooseDate(shown.id(), time, "Monday, half past two");
            chat.screen.awaitBubble("Monday, half past two", bubble -> bubble.mark() == Row.Mark.SENT);
            chat.screen.awaitBubble("We have an appointment on " + time + ".", bubble -> !bubble.own());
        }
    }

    @Test
    void itemsOfAListAreChosen() {
        try (ChatTester chat = ChatTester.talking(Scenario.CONCIERGE).connected()) {
            chat.say("list picker");
            Row.Bubble shown = awaitPart(chat, MessagePart.ListPicker.class);
            MessagePart.ListPicker picker =
                    (MessagePart.ListPicker) shown.parts().get(0);
            var items = picker.getSections().get(0).getItems();
            chat.presenter
                    .answers()
                    .chooseItems(
                            shown.id(),
                            "I chose",
                            List.of(new Reply.ListChoice.Item(items.get(0)), new Reply.ListChoice.Item(items.get(2))));
            chat.screen.awaitBubble("You picked internet, tv.", bubble -> !bubble.own());
        }
    }

    private static Row.Bubble awaitPart(ChatTester chat, Class<? extends MessagePart> kind) {
        chat.screen.awaitScreen(kind.getSimpleName(), shown -> find(chat, kind) != null);
        return Objects.requireNonNull(find(chat, kind));
    }

    private static Row.@Nullable Bubble find(ChatTester chat, Class<? extends MessagePart> kind) {
        for (Row row : chat.screen.screen().rows()) {
            if (row instanceof Row.Bubble bubble && bubble.parts().stream().anyMatch(kind::isInstance)) {
                return bubble;
            }
        }
        return null;
    }
}
