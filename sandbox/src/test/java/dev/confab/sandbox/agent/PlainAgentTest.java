package dev.confab.sandbox.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is left of an agent where only words and typing go through. */
class PlainAgentTest {

    private final Agent plain = new PlainAgent(new ConciergeAgent());

    @Test
    void words_and_typing_go_through() {
        assertEquals(new ConciergeAgent().joined(), plain.joined());
        assertEquals(new ConciergeAgent().heard("hello"), plain.heard("hello"));
        assertEquals(new ConciergeAgent().profile(), plain.profile());
    }

    @Test
    void what_would_be_shown_is_said_with_its_labels() {
        AgentAct.Say said = (AgentAct.Say) plain.heard("menu").get(0);
        assertTrue(said.text().startsWith("What would you like to see?\n"), said.text());
        assertTrue(said.text().contains("carousel"), said.text());
        AgentAct.Say card = (AgentAct.Say) plain.heard("card").get(0);
        assertTrue(card.text().contains("Premium"), card.text());
    }

    @Test
    void a_file_is_named_and_a_signal_left_out() {
        assertTrue(plain.heard("file").stream()
                .anyMatch(act -> act instanceof AgentAct.Say say && say.text().contains("cannot be sent here")));
        assertEquals(List.of(), plain.heard("presence"));
    }
}
