#include "xlsx/book.h"

#include <gtest/gtest.h>

namespace kenkei::xlsx {
namespace {

TEST(Book, 同じ書式は一度だけ登録される)
{
    Book book;
    EXPECT_EQ(book.style(Style{}), 0U);
    auto bold = book.style({.bold = true});
    EXPECT_EQ(bold, 1U);
    EXPECT_EQ(book.style({.bold = true, .colour = 0xFF0000}), 2U);
    EXPECT_EQ(book.style({.bold = true}), bold);
    EXPECT_EQ(book.styles.size(), 3U);
}

}
}
