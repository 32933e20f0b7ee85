package dev.confab.sample.screen;

import static org.junit.Assert.assertEquals;

import androidx.recyclerview.widget.LinearLayoutManager;
import androidx.recyclerview.widget.RecyclerView;
import dev.confab.sample.R;
import dev.confab.sample.chat.Row;
import dev.confab.sample.chat.ScreenTester;
import dev.confab.sandbox.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** Where the list stands, and when it asks for more. */
@RunWith(RobolectricTestRunner.class)
@Config(qualifiers = "w360dp-h720dp-xhdpi", application = TestApp.class)
public class MessageListTest {

    private int asked;

    @Test
    public void aTurnKeepsThePlaceThatIsRead() {
        try (AppTester app = new AppTester(Scenario.SILENT).connected().said("Hello")) {
            for (int i = 1; i <= 40; i++) {
                app.agent().say("message " + i);
            }
            app.awaitWords("message 40");
            app.settle();
            layout(app).scrollToPositionWithOffset(8, 0);
            app.settle();
            assertEquals(8, layout(app).findFirstVisibleItemPosition());
            app.controller.recreate();
            app.awaitRow("the rows are back", row -> true);
            app.settle();
            assertEquals(8, layout(app).findFirstVisibleItemPosition());
            app.click(R.id.to_newest);
            app.awaitWords("message 40");
        }
    }

    @Test
    public void aListThatCannotBeScrolledAsksByItself() {
        try (AppTester app = new AppTester(Scenario.SILENT).connected()) {
            app.session().presenter().attach(new ScreenTester()); // its own rows stay out of this
            MessageList list = list(app);
            list.show(days(3));
            app.await("it asks", () -> asked == 1);
            show(app, list, 60);
            int before = asked;
            ((RecyclerView) app.view(R.id.messages)).scrollToPosition(59);
            show(app, list, 61);
            assertEquals("far from its top it does not ask", before, asked);
            layout(app).scrollToPositionWithOffset(2, 0);
            app.settle();
            app.view(R.id.messages).scrollBy(0, -1000);
            assertEquals(0, layout(app).findFirstVisibleItemPosition());
            app.settle();
            int atTop = asked;
            list.show(days(62));
            app.await("it asks, and stands still", () -> asked > atTop);
            assertEquals(0, layout(app).findFirstVisibleItemPosition());
        }
    }

    private MessageList list(AppTester app) {
        return new MessageList(app.root(), adapter(app), () -> asked++);
    }

    /** What has changed is found out on another thread: only then the list moves. */
    private static void show(AppTester app, MessageList list, int count) {
        list.show(days(count));
        app.await(count + " rows", () -> adapter(app).getItemCount() == count);
        app.settle();
    }

    private static MessageAdapter adapter(AppTester app) {
        return (MessageAdapter) Objects.requireNonNull(((RecyclerView) app.view(R.id.messages)).getAdapter());
    }

    private static List<Row> days(int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new Row.Day(i * 86_400_000L, Row.Day.Name.DATE));
        }
        return rows;
    }

    private static LinearLayoutManager layout(AppTester app) {
        return (LinearLayoutManager)
                Objects.requireNonNull(((RecyclerView) app.view(R.id.messages)).getLayoutManager());
    }
}
