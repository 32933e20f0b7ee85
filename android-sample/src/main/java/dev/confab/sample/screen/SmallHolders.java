package dev.confab.sample.screen;

import android.content.Context;
import android.view.LayoutInflater;
import android.view.View;
import android.widget.ImageView;
import android.widget.TextView;
import com.google.android.material.chip.Chip;
import com.google.android.material.chip.ChipGroup;
import dev.confab.sample.R;
import dev.confab.sample.chat.Row;
import dev.confab.transport.model.QuickReply;

/** The rows that are no messages. */
final class SmallHolders {

    private SmallHolders() {}

    /** The beginning of a day. */
    static final class Day extends MessageAdapter.Holder<Row.Day> {
        private final TextView day;

        Day(View view) {
            super(view, Row.Day.class);
            day = view.findViewById(R.id.day);
        }

        @Override
        void show(Row.Day row) {
            day.setText(Texts.day(itemView.getContext(), row));
        }
    }

    /** Where older messages come from. */
    static final class Older extends MessageAdapter.Holder<Row.Older> {
        private final View busy;
        private final TextView text;
        private final View retry;

        Older(View view, MessageActions actions) {
            super(view, Row.Older.class);
            busy = view.findViewById(R.id.older_busy);
            text = view.findViewById(R.id.older_text);
            retry = view.findViewById(R.id.older_retry);
            retry.setOnClickListener(clicked -> actions.olderAgain());
        }

        @Override
        void show(Row.Older row) {
            boolean loading = row.state() == Row.Older.State.LOADING;
            boolean failed = row.state() == Row.Older.State.FAILED;
            busy.setVisibility(loading ? View.VISIBLE : View.GONE);
            text.setVisibility(loading ? View.GONE : View.VISIBLE);
            text.setText(failed ? R.string.older_failed : R.string.older_beginning);
            retry.setVisibility(failed ? View.VISIBLE : View.GONE);
        }
    }

    /** Quick replies. */
    static final class Choices extends MessageAdapter.Holder<Row.Choices> {
        private final ChipGroup group;
        private final MessageActions actions;

        Choices(View view, MessageActions actions) {
            super(view, Row.Choices.class);
            group = view.findViewById(R.id.choices);
            this.actions = actions;
        }

        @Override
        void show(Row.Choices row) {
            group.removeAllViews();
            for (QuickReply reply : row.replies()) {
                Chip chip = (Chip) LayoutInflater.from(group.getContext()).inflate(R.layout.chip_reply, group, false);
                chip.setText(reply.getText());
                chip.setOnClickListener(view -> actions.choose(row.to(), reply));
                group.addView(chip);
            }
        }
    }

    /** Somebody is typing. */
    static final class Typing extends MessageAdapter.Holder<Row.Typing> {
        private final ImageView avatar;
        private final View dots;

        Typing(View view) {
            super(view, Row.Typing.class);
            avatar = view.findViewById(R.id.avatar);
            dots = view.findViewById(R.id.dots);
        }

        @Override
        void show(Row.Typing row) {
            Context context = itemView.getContext();
            avatar.setImageDrawable(new AvatarDrawable(context, row.author()));
            dots.setContentDescription(context.getString(R.string.typing_spoken, Texts.name(context, row.author())));
        }
    }
}
