using ModelLab.Dashboard.Apis;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Dashboard.Tests.Apis;

public sealed class ApiJsonTests
{
    [Fact]
    public void Every_value_that_has_a_name_is_sent_by_it() =>
        Assert.Empty(JsonTypes.WrittenAsNumbers(typeof(ApiJson), ApiJson.Answers.Options));
}
